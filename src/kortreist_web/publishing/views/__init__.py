"""Pages of the published site, addresses of figures, and files to take away."""

from kortreist_web.publishing.views.charts import chart, chart_file
from kortreist_web.publishing.views.data import data
from kortreist_web.publishing.views.figures import figure
from kortreist_web.publishing.views.front import overview
from kortreist_web.publishing.views.goals import goals
from kortreist_web.publishing.views.manage import manage, publish, withdraw
from kortreist_web.publishing.views.webhooks import new_webhook, remove, send_test, webhooks

__all__ = [
    "chart",
    "chart_file",
    "data",
    "figure",
    "goals",
    "manage",
    "new_webhook",
    "overview",
    "publish",
    "remove",
    "send_test",
    "webhooks",
    "withdraw",
]
