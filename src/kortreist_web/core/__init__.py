"""What every domain stands on: texts, policies, actions, models that keep their history."""
