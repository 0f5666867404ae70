"""Files of many municipalities that tests of the installation send in, and how."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from kortreist_web.jobs import tasks
from kortreist_web.jobs.models import Job

COUNTY = (
    Path(__file__).parents[4]
    / "shared/data/telemark/emissions/klimagassutslipp_telemark_2026-04-24.csv"
)
URL = "/nb/installasjon/tall/"
#: Telemark, Oslo, Svelvik's heir, and others; Nynorsk municipalities among them.
TELEMARK = tuple(f"40{n:02}" for n in (1, 3, 5, *range(10, 38, 2)))
NUMBERS = (
    *TELEMARK,
    "0301",
    "3301",
    "1103",
    "4601",
    "4611",
    "1577",
    "5501",
    "1804",
    "1508",
    "1811",
    "3401",
    "5001",
    "5601",
)


#: What most tests need: three of Telemark, nynorsk among them, and three of other counties.
FEW = ("4003", "4005", "4034", "0301", "1577", "1508")


def as_csv(rows):
    """The rows as a CSV: for files that lack or change something."""
    from made_workbook import HEADINGS

    return "\n".join(";".join(map(str, row)) for row in (HEADINGS, *rows)).encode()


def work(limit=50):
    """Do the jobs that wait, and those they ask for."""
    for _ in range(limit):
        job = Job.objects.filter(state="waiting").order_by("id").first()
        if job is None:
            return
        tasks.run.call(job.pk)
    raise AssertionError("the jobs do not end")


def send(client, content, name="alle_2026-05-01.xlsx"):
    """Send a file in and have it read; returns the address of its page."""
    answer = client.post(URL, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    work()
    return answer.url


def take_in(client, url, **values):
    """Take a file in, and do all that follows."""
    answer = client.post(f"{url}avgjor/", {"what": "accept", **values})
    work()
    return answer
