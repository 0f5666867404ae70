"""Messages to other systems: written with the event, signed, repeated, and never sent inside."""

import base64
import hashlib
import hmac
import http.server
import json
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kortreist_web.core.events import emit
from kortreist_web.core.refusals import RefusedError
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.tasks import run
from kortreist_web.people.secrets_kept import decrypt
from kortreist_web.publishing import outbound
from kortreist_web.publishing.actions.add_webhook import MAX, add_webhook
from kortreist_web.publishing.actions.remove_webhook import remove_webhook
from kortreist_web.publishing.actions.try_webhook import try_webhook
from kortreist_web.publishing.jobs import PAUSES
from kortreist_web.publishing.messages import KIND
from kortreist_web.publishing.models import Delivery, Webhook

pytestmark = pytest.mark.django_db
_WORK = "/nb/X001/arbeid/publisering/varsling/"
_EVENTS = ("budget.adopted", "report.completed")


@pytest.fixture
def receiver(settings):
    """A system that receives messages on loopback: ``got``, and ``status`` to answer with."""
    settings.WEBHOOK_NETWORKS = ("127.0.0.0/8", "::1/128")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.got.append((dict(self.headers), body))
            self.send_response(server.status)
            self.send_header("Location", "http://169.254.169.254/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.status = [], 204
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def webhook(place, people, receiver):
    url = f"http://127.0.0.1:{receiver.server_port}/hook?from=klima"
    return add_webhook(people.administrator, place, url=url, events=_EVENTS)


def do_next() -> Job:
    job = Job.objects.filter(kind="publishing.deliver", state=Job.State.WAITING).get()
    run.func(job.pk)
    job.refresh_from_db()
    return job


def test_adoption_tells_those_who_asked_and_signs_it(place, people, webhook, receiver, adopted):
    emit("budget.adopted", adopted.decision)
    assert do_next().state == Job.State.DONE
    (headers, body), *more = receiver.got
    assert not more
    said = json.loads(body)
    assert said["type"] == "budget.adopted"
    assert said["organisation"] == {"code": "X001", "name": "Eksempeldal", "invented": True}
    frozen = adopted.decision.frozen
    assert said["data"]["content_hash"] == frozen.content_hash
    assert said["data"]["resolution"]["case_number"] == adopted.decision.case_number
    # As a receiver checks it, by the specification and not by our function.
    key = base64.b64decode(webhook[1].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert Delivery.objects.get().state == Delivery.State.DELIVERED


def test_the_addresses_in_a_message_answer(client, place, webhook, receiver, adopted):
    emit("budget.adopted", adopted.decision)
    data = Delivery.objects.get().body["data"]
    for url in (data["page"], data["data"], data["resolution"]["page"]):
        path = "/" + url.split("/", 3)[3]
        assert client.get(path).status_code == 200, path


def test_a_message_is_tried_again_and_given_up(place, webhook, receiver, adopted):
    receiver.status = 503
    emit("budget.adopted", adopted.decision)
    for attempt in range(1, len(PAUSES) + 2):
        do_next()
        delivery = Delivery.objects.get()
        assert (delivery.attempts, delivery.answer) == (attempt, "503")
        if attempt <= len(PAUSES):
            pause = delivery.next_at - timezone.now()
            assert pause == pytest.approx(PAUSES[attempt - 1], abs=timedelta(seconds=5))
    assert delivery.state == Delivery.State.GIVEN_UP
    assert delivery.next_at is None
    assert not Job.objects.filter(state=Job.State.WAITING).exists()
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1


def test_a_redirect_is_not_followed(place, webhook, receiver, adopted):
    receiver.status = 307
    emit("budget.adopted", adopted.decision)
    do_next()
    assert (Delivery.objects.get().state, Delivery.objects.get().answer) == ("waiting", "307")
    assert len(receiver.got) == 1


def test_what_was_delivered_is_not_sent_again(place, webhook, receiver, adopted):
    emit("budget.adopted", adopted.decision)
    job = do_next()
    Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING)  # its worker was thought dead
    run.func(job.pk)
    assert len(receiver.got) == 1


def test_only_those_who_asked_for_an_event_are_told(place, people, receiver, adopted):
    url = f"http://127.0.0.1:{receiver.server_port}/"
    add_webhook(people.administrator, place, url=url, events=["report.completed"])
    emit("budget.adopted", adopted.decision)
    assert not Delivery.objects.exists()


def test_another_organisation_is_not_told(other, strangers, receiver, adopted):
    url = f"http://127.0.0.1:{receiver.server_port}/"
    add_webhook(strangers.administrator, other, url=url, events=_EVENTS)
    emit("budget.adopted", adopted.decision)
    assert not Delivery.objects.exists()


def test_a_test_is_tried_once(place, people, webhook, receiver):
    receiver.status = 500
    try_webhook(people.administrator, place, webhook[0])
    do_next()
    assert Delivery.objects.get().state == Delivery.State.GIVEN_UP
    assert json.loads(receiver.got[0][1])["type"] == "test"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.0.0.7",
        "169.254.169.254",
        "192.168.1.1",
        "[::1]",
        "[fd00::1]",
        "[::ffff:10.0.0.7]",
        "[64:ff9b::a00:7]",
        "[2002:a00:7::1]",
        "0.0.0.0",
        "100.64.0.1",
    ],
)
def test_nothing_is_sent_inside(settings, host):
    settings.WEBHOOK_NETWORKS = ()
    with pytest.raises(outbound.ForbiddenAddressError):
        outbound.open_to(f"https://{host}/")


def test_a_name_is_looked_up_when_it_is_sent(place, webhook, receiver, adopted, settings):
    """What was open when it was typed may lead inside later: the check is made each time."""
    emit("budget.adopted", adopted.decision)
    settings.WEBHOOK_NETWORKS = ()
    do_next()
    assert Delivery.objects.get().answer == "forbidden"
    assert not receiver.got


def test_a_name_that_answers_otherwise_next_time_is_connected_to_as_it_was_looked_at(
    settings, monkeypatch
):
    """One look a message: the address that was judged is the one that is connected to."""
    settings.WEBHOOK_NETWORKS = ()
    answers, gone = ["8.8.8.8", "127.0.0.1"], []

    def answer(host, port, **values):
        return [(outbound.socket.AF_INET, 1, 6, "", (answers.pop(0), port))]

    def connect(self, where):
        gone.append(where)
        raise OSError("no net here")

    monkeypatch.setattr(outbound.socket, "getaddrinfo", answer)
    monkeypatch.setattr(outbound.socket.socket, "connect", connect)
    with pytest.raises(OSError, match="no net here"):
        outbound.post("https://hook.example/", b"{}", {})
    assert gone == [("8.8.8.8", 443)]
    with pytest.raises(outbound.ForbiddenAddressError):
        outbound.post("https://hook.example/", b"{}", {})
    assert len(gone) == 1


def test_plain_text_only_inside_named_networks(settings):
    settings.WEBHOOK_NETWORKS = ("10.1.0.0/16",)
    assert outbound.open_to("http://10.1.2.3/")
    assert outbound.open_to("https://1.1.1.1/")
    with pytest.raises(outbound.ForbiddenAddressError):
        outbound.open_to("http://1.1.1.1/")


@pytest.mark.parametrize("role", ["reader", "reporter", "editor", "approver", "auditor"])
def test_only_administrators_add_and_remove(place, people, webhook, role):
    who = getattr(people, role)
    with pytest.raises(PermissionDenied):
        add_webhook(who, place, url="https://other.example/", events=_EVENTS)
    with pytest.raises(PermissionDenied):
        remove_webhook(who, place, webhook[0])
    with pytest.raises(PermissionDenied):
        try_webhook(who, place, webhook[0])


def test_the_secret_is_shown_once_and_kept_encrypted(as_person, place, people, receiver):
    client = as_person(people.administrator)
    url = f"http://127.0.0.1:{receiver.server_port}/hook"
    answer = client.post(_WORK + "ny/", {"url": url, "events": list(_EVENTS)})
    webhook = Webhook.objects.get()
    secret = decrypt(webhook.secret)
    assert secret.encode() in answer.content
    assert secret not in webhook.secret
    assert secret.encode() not in client.get(_WORK).content
    again = client.post(_WORK + "ny/", {"url": url, "events": list(_EVENTS)})
    assert again.status_code == 422
    assert "varsles allerede" in again.content.decode()


def test_the_page_refuses_what_cannot_be_sent_to(as_person, place, people, settings):
    client = as_person(people.administrator)
    for url, said in (
        ("https://10.0.0.7/", "lukket nettverk"),
        ("http://1.1.1.1/", "https://"),
        ("https://a:b@1.1.1.1/", "uten brukernavn"),
        ("https://finnes-ikke.invalid/", "Vi finner ikke"),
        ("https://1.1.1.1:99999/", "lukket nettverk"),
    ):
        answer = client.post(_WORK + "ny/", {"url": url, "events": ["budget.adopted"]})
        assert answer.status_code == 422, url
        assert said in answer.content.decode(), url
    assert not Webhook.objects.exists()


def test_the_list_says_how_it_went(as_person, place, people, webhook, receiver, adopted):
    receiver.status = 500
    emit("budget.adopted", adopted.decision)
    do_next()
    page = as_person(people.auditor).get(_WORK).content.decode()
    assert "svarte 500" in page
    assert "nytt forsøk" in page
    assert "Fjern" not in page


def test_there_is_an_end_to_how_many(place, people, receiver):
    for n in range(MAX):
        add_webhook(
            people.administrator, place, url=f"https://one.example/{n}", events=["budget.adopted"]
        )
    with pytest.raises(RefusedError):
        add_webhook(
            people.administrator, place, url="https://one.example/x", events=["budget.adopted"]
        )


def test_removing_removes_what_waits(place, people, webhook, receiver, adopted):
    emit("budget.adopted", adopted.decision)
    remove_webhook(people.administrator, place, webhook[0])
    do_next()
    assert not receiver.got


def test_a_receiver_that_drips_is_given_up_in_time(settings):
    """A byte now and then keeps every single wait short; the whole has an end of its own."""
    import socket
    import time

    from kortreist_web.publishing.outbound import post

    settings.WEBHOOK_NETWORKS = ("127.0.0.0/8",)
    listening = socket.create_server(("127.0.0.1", 0))

    def drip():
        one, _ = listening.accept()
        with one:
            try:
                one.sendall(b"HTTP/1.1 200 OK\r\nX-A: ")
                while True:
                    one.sendall(b"a")
                    time.sleep(0.05)
            except OSError:
                pass

    threading.Thread(target=drip, daemon=True).start()
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        post(f"http://127.0.0.1:{listening.getsockname()[1]}/", b"{}", {}, seconds=0.5)
    assert time.monotonic() - began < 5
    listening.close()


def test_messages_wait_in_a_queue_of_their_own(place, webhook, receiver, adopted):
    from django_tasks_db.models import DBTaskResult

    emit("budget.adopted", adopted.decision)
    assert Job.objects.get(kind=KIND).queue == "messages"
    assert "messages" in set(DBTaskResult.objects.values_list("queue_name", flat=True))
