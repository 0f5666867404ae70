"""What every document is made of and drawn by; nothing here knows what a document is about.

``blocks`` is what a document consists of, ``writer`` writes texts and figures into it with
their sources, ``sections`` numbers its sections and ``sources`` lists where its figures are
from. ``charts`` and ``svg`` draw; ``html``, ``pdf`` and ``word`` set a finished document, and
``render`` does all three.
"""

__all__: list[str] = []
