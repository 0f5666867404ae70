"""The strategic platform a council owns: sections, commitments, versions, suggestions."""
