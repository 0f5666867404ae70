"""Hearings under the law: clock, recipients, submissions and the points they are split in."""
