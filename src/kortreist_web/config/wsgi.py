"""The entrance a web server calls."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortreist_web.config.settings")
application = get_wsgi_application()
# Read now: before the processes part ways, not at the first request.
ADDRESSES = len(get_resolver().url_patterns)
