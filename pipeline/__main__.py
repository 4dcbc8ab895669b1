"""``python -m pipeline`` is ``trichluc``."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
