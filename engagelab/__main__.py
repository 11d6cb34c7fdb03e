"""``python -m engagelab`` is the command ``engagelab``."""

from engagelab.cli import main

if __name__ == "__main__":
    main()
