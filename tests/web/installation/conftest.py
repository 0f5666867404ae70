"""Whoever runs the installation."""

import pytest


@pytest.fixture
def operator(db):
    from kortreist_web.people.models import User

    email, words = "drift@site.example", "a long password"
    return User.objects.create_user(email, words, name="Drift", is_operator=True)
