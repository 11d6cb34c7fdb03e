"""Look at a page whose layout follows a change late on a busy machine."""


def after_layout(page, find, wait=500):
    """Return what `find` finds wrong with the page, some milliseconds after a change.

    It looks again as often as there is something, up to twenty times.
    """
    found = None
    for _ in range(20):
        page.wait_for_timeout(wait)
        found = find()
        if not found:
            break
    return found
