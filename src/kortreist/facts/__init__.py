"""Dated figures and rules, each with source, licence, validity and the day it was checked."""

from kortreist.facts.loader import Fact, Facts, Review, Row, load

__all__ = ["Fact", "Facts", "Review", "Row", "load"]
