# Needs only Python 3.11 or newer, pip and make; below Python 3.13 a C compiler too (durable_rules has
# a C extension, and is no plain dependency from there on).
#
#   make demo     decide an example lot: print the decision with its rationale, and make a page of it
#   make test     everything CI checks, against the installed wheel; --jobs=2 makes the site meanwhile
#   make lint     the formatter, the linter, mypy and the import contracts alone
#   make docs     the site of the documentation, in build/site; its playground needs npm, once
#   make bench    compare with other rule engines
#   make format   rewrite the sources as `make test` wants them
#   make clean    remove everything these targets made
#
# Another Python: make test PYTHON=python3.13
# Several, one after the other: make test-all-pythons PYTHONS="python3.12 python3.13"
# With extras: make test PYTHON=python3.13 EXTRAS=[durable]

PYTHON ?= python3
PYTHONS ?= python3.11 python3.12 python3.13
EXTRAS ?=
DEMO_LOT = examples/lots/toy-wheels.json

# Each environment is a folder of its own; a stamp in it says what is installed there.
DEV_VENV = .venv
TEST_VENV = .venv-test
DOCS_VENV = .venv-docs
BENCH_VENV = .venv-bench
STAMP = .installed

PIP_FLAGS = --quiet --disable-pip-version-check
SOURCES := $(shell find src rules -type f -not -path '*/__pycache__/*' 2>/dev/null)
PROJECT = pyproject.toml hatch_build.py README.md LICENSE $(SOURCES)

SITE = build/site
SITE_SOURCES := $(shell find docs examples website benchmarks/README.md -type f -not -path '*/__pycache__/*' \
  2>/dev/null) $(wildcard *.md) LICENSE mkdocs.yml
# Zensical builds the site where it installs, and MkDocs elsewhere; make docs BUILDER=mkdocs is the other.
BUILDER = $(shell test -x $(DOCS_VENV)/bin/zensical && echo zensical || echo mkdocs)

# pytest-xdist gives each of two cores a share of the tests; `slow` ones are included.
PYTEST_FLAGS ?= --numprocesses=auto --maxprocesses=4 --dist=worksteal

# They are named here and not found, since pytest would rewrite whatever belongs to one that it finds:
# all of disposition, in each worker. Nor is our own, by which each of the 2000 cases of the shipped
# policies would be a test of its own: a page runs them all at once.
PYTEST_PLUGINS_USED = --disable-plugin-autoload -p xdist -p _hypothesis_pytestplugin

.PHONY: demo test lint test-all-pythons docs bench format clean

demo: $(DEV_VENV)/$(STAMP)
	@$(DEV_VENV)/bin/disposition decide $(DEMO_LOT)
	@$(DEV_VENV)/bin/python examples/demo.py $(DEMO_LOT) build/demo.html

# With --jobs=2 the site is made beside all that comes before it.
test: lint $(TEST_VENV)/$(STAMP) $(TEST_VENV)/.browser $(TEST_VENV)/.spark $(SITE)/.built
	PATH="$(abspath $(TEST_VENV))/bin:$$PATH" DISPOSITION_TEST_INSTALLED=1 \
	  $(TEST_VENV)/bin/python -m pytest $(PYTEST_FLAGS) $(PYTEST_PLUGINS_USED) \
	  --doctest-modules --pyargs disposition tests

lint: $(TEST_VENV)/$(STAMP)
	$(TEST_VENV)/bin/ruff format --check .
	$(TEST_VENV)/bin/ruff check .
	$(TEST_VENV)/bin/mypy --num-workers 2 src
	$(TEST_VENV)/bin/lint-imports

# One environment per interpreter, so that going back and forth costs nothing.
test-all-pythons:
	@set -eu; for python in $(PYTHONS); do \
	  $(MAKE) test PYTHON="$$python" TEST_VENV=".venv-test-$$($$python -c \
	    'import platform; print(platform.python_version())')"; done

docs: $(SITE)/.built
	@echo "$(SITE)/index.html; with search: python3 -m http.server --bind 127.0.0.1 --directory $(SITE)"

bench: $(BENCH_VENV)/$(STAMP)
	$(BENCH_VENV)/bin/python -m benchmarks

format: $(TEST_VENV)/$(STAMP)
	$(TEST_VENV)/bin/ruff check --fix .
	$(TEST_VENV)/bin/ruff format .

clean:
	rm -rf .venv .venv-* build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache \
	  .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- environments ------------------------------------------------------------------------------

# A Python without ensurepip (Debian splits it off) still has a pip that can fill an environment.
define make-venv
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "disposition needs Python 3.11 \
or newer; say which: make $(MAKECMDGOALS) PYTHON=python3.12")'
@echo "making $(@D), once" >&2
@$(PYTHON) -m venv --clear $(@D) >/dev/null 2>&1 || { \
  $(PYTHON) -m venv --clear --without-pip $(@D) \
  && $(PYTHON) -m pip --python $(@D)/bin/python install $(PIP_FLAGS) pip; }
endef

# Builds the wheel and puts it in place of what is installed; $(1) names extras.
define install-wheel
@rm -rf $(@D)/dist
@$(@D)/bin/python -m pip wheel $(PIP_FLAGS) --no-deps --wheel-dir $(@D)/dist .
@$(@D)/bin/python -m pip uninstall $(PIP_FLAGS) --yes lot-disposition 2>/dev/null
@$(@D)/bin/python -m pip install $(PIP_FLAGS) "$$(echo $(@D)/dist/*.whl)$(1)"
@touch $@
endef

# On all cores, which pip does one file after the other. What cannot be compiled is no module.
define compile
@$(@D)/bin/python -m compileall -qq --workers 0 $(@D)/lib >/dev/null 2>&1 || true
endef

%/.tools: pyproject.toml requirements/test.txt
	$(make-venv)
	@touch $@

$(TEST_VENV)/.tools: pyproject.toml requirements/test.txt
	$(make-venv)
	@$(@D)/bin/python -m pip install $(PIP_FLAGS) --no-compile --requirement requirements/test.txt
	$(compile)
	@touch $@

# What looks at pages in a browser is skipped where there is none and none can be installed.
$(TEST_VENV)/.browser: $(TEST_VENV)/.tools
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && echo "installing Chromium, once" >&2 \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
	  --no-install-recommends chromium fonts-dejavu-core fonts-noto-cjk; } >/dev/null \
	  || echo "no Chromium: what needs a browser is not tested" >&2
	@touch $@

# What runs statements on Spark is skipped where there is no Java; 400 MB are not brought for nothing.
# After the wheel, since two of pip do not share an environment.
$(TEST_VENV)/.spark: $(TEST_VENV)/.tools requirements/spark.txt | $(TEST_VENV)/$(STAMP)
	@if command -v java >/dev/null; then echo "installing Spark, once" >&2; \
	  $(@D)/bin/python -m pip install $(PIP_FLAGS) --requirement requirements/spark.txt; \
	  else echo "no Java: statements for Spark are not run" >&2; fi
	@touch $@

$(DEV_VENV)/$(STAMP): $(DEV_VENV)/.tools $(PROJECT)
	$(call install-wheel,$(EXTRAS))

$(TEST_VENV)/$(STAMP): $(TEST_VENV)/.tools $(PROJECT)
	$(call install-wheel,$(EXTRAS))

$(BENCH_VENV)/$(STAMP): $(BENCH_VENV)/.tools $(PROJECT)
	$(call install-wheel,[bench])

# --- the site ----------------------------------------------------------------------------------

$(DOCS_VENV)/.tools: requirements/docs.txt requirements/zensical.txt
	$(make-venv)
	@$(@D)/bin/python -m pip install $(PIP_FLAGS) --requirement requirements/docs.txt
	@$(@D)/bin/python -m pip install $(PIP_FLAGS) --only-binary=zensical --requirement requirements/zensical.txt \
	  || echo "Zensical does not install here: MkDocs builds the site" >&2
	@touch $@

# What the playground runs on; where npm or an index cannot be reached, the site is built without it.
$(DOCS_VENV)/playground: $(DOCS_VENV)/.tools requirements/playground.txt website/playground/vendor.py
	@$(DOCS_VENV)/bin/python -m website vendor $@ && touch $@ || rm -rf $@

$(SITE)/.built: $(DOCS_VENV)/.tools $(DOCS_VENV)/playground $(PROJECT) $(SITE_SOURCES)
	@rm -rf $(SITE) build/wheel
	@$(DOCS_VENV)/bin/python -m pip wheel $(PIP_FLAGS) --no-deps --wheel-dir build/wheel .
	@$(DOCS_VENV)/bin/python -m website gather build $(DOCS_VENV)/playground build/wheel/*.whl
	PYTHONPATH=. NO_MKDOCS_2_WARNING=1 $(DOCS_VENV)/bin/$(BUILDER) build --clean --strict --config-file build/mkdocs.yml
	@$(DOCS_VENV)/bin/python -m website check $(SITE)
	@touch $@
