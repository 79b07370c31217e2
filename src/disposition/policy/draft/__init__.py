"""Policy files as they say it: structured and parsed, with names not yet resolved."""
