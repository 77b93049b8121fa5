# Pincite's chat page in a container: docs/hosting.md says how to run it.
#
#   docker build -t pincite .
#
# On x86-64 the torch that pip takes by default brings several gigabytes for graphics
# cards. For an image without, name the index of torch's own builds for CPUs (its
# installation page has the address):
#
#   docker build --build-arg PIP_EXTRA_INDEX_URL=… -t pincite .

FROM python:3.11-slim AS build
# pip reads it.
ARG PIP_EXTRA_INDEX_URL
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY index index
COPY qa qa
COPY seeds seeds
COPY ui ui
# Built here and copied below: neither pip's cache nor the source stays in the image.
RUN python -m venv /opt/pincite \
    && /opt/pincite/bin/pip install . \
    && /opt/pincite/bin/pip uninstall --yes pip setuptools

FROM python:3.11-slim
# For scanned pages, add: apt-get update && apt-get install --no-install-recommends --yes
# tesseract-ocr, and tesseract-ocr-fra … for other languages.
RUN useradd --system --uid 10001 --home-dir /var/lib/pincite --create-home \
    --shell /usr/sbin/nologin pincite
COPY --from=build /opt/pincite /opt/pincite
ENV PATH=/opt/pincite/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_DATA_HOME=/var/lib/pincite \
    XDG_CACHE_HOME=/tmp/cache
USER 10001
WORKDIR /var/lib/pincite
# The libraries, and the file of users. All else may be read-only but /tmp.
VOLUME /var/lib/pincite
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s CMD ["python", "-c", \
    "import json, sys, urllib.request as u; sys.exit(json.load(u.urlopen('http://127.0.0.1:7860/healthz', timeout=4))['status'] == 'failed')"]
ENTRYPOINT ["pincite"]
CMD ["chat", "--host", "0.0.0.0", "--no-browser"]
