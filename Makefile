# Everything from nothing: `make run` opens the window, `make test` checks the project.
# PYTHON=python3.12 chooses another Python; PIP_ARGS="..." is handed to pip (see README.md).

PYTHON ?= python3
PIP_ARGS ?=
VENV := .venv
PY := $(VENV)/bin/python

# Both names, because pip's older and newer versions read different ones for what builds a package.
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test lint bench checkpoints wheel venv system clean

help:
	@echo 'make run          open the window (sets everything up first)'
	@echo 'make test         lint, types and tests (sets everything up first)'
	@echo 'make lint         lint and types alone'
	@echo 'make bench        measure speed; takes minutes, wants a quiet machine'
	@echo 'make checkpoints  train the bundled models again'
	@echo 'make wheel        build dist/heed-*.whl'
	@echo 'make clean        remove what these made, the virtual environment included'

run: venv system
	$(PY) -m visualizer $(ARGS)

test: export QT_QPA_PLATFORM := offscreen
test: lint system
	$(PY) -m pytest $(ARGS)

lint: $(VENV)/ready-to-test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

bench: export QT_QPA_PLATFORM ?= offscreen
bench: $(VENV)/ready-to-test system
	$(PY) -m pytest tests/benchmarks -m benchmark --capture=no --timeout=0 $(ARGS)

# The three translators on one world and the three models of text on another, so that each can be
# compared with its neighbours. `make -j4 checkpoints` trains four at a time.
checkpoints: $(addprefix checkpoint-,seq2seq bahdanau transformer nnlm gpt bert)

checkpoint-seq2seq checkpoint-bahdanau checkpoint-transformer: WORLD := english-french
checkpoint-nnlm checkpoint-gpt checkpoint-bert: WORLD := stories
checkpoint-%: venv
	$(PY) -m visualizer train $* --world $(WORLD) \
	  --out assets/checkpoints/$* --weights-only --threads 1

wheel: $(VENV)/ready-to-test
	$(PY) -m build --wheel --no-isolation

venv: $(VENV)/ready-to-run

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# $(call install,packages): with apt-get, where that needs no asking; elsewhere it does nothing.
define install
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing with apt-get, because they are missing:" $(1); \
	  apt-get update -qq || true; \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1); \
	fi
endef

$(VENV)/ready-to-run: pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { \
	  echo "$(PYTHON) was not found. Heed needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$$($(PYTHON) --version) is too old: Heed needs 3.11 or newer." \
	    "Another one is chosen by: make run PYTHON=python3.12"; exit 1; }
	@has_venv() { $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; }; \
	package=$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	has_venv || { $(call install,$$package); }; \
	has_venv || { \
	  echo "$(PYTHON) cannot make virtual environments: it lacks ensurepip."; \
	  echo "On Debian and Ubuntu:  sudo apt-get install $$package"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install $(PIP_ARGS) --editable .
	@touch $@

$(VENV)/ready-to-test: $(VENV)/ready-to-run
	$(PY) -m pip install $(PIP_ARGS) --editable '.[test]'
	@touch $@

# Qt aborts when one of these is missing, so it is looked for each time; it takes a blink.
system: $(VENV)/ready-to-run
	@packages=$$($(PY) -m visualizer.system_libraries --packages) && \
	if [ -n "$$packages" ]; then $(call install,$$packages); fi; \
	$(PY) -m visualizer.system_libraries
