"""The invented municipality X001 Eksempeldal and Notodden, for a first look."""
