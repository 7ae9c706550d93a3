# syntax=docker/dockerfile:1
# One image for servers and workers: `docker build -t onrecord .`
FROM python:3.12-slim-bookworm AS build
COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /usr/local/bin/uv
WORKDIR /srv/onrecord
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --frozen --no-dev --no-install-project --extra postgres
COPY service service
COPY search search
COPY sample sample
RUN uv sync --frozen --no-dev --extra postgres

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --create-home onrecord
COPY --from=build /srv/onrecord /srv/onrecord
WORKDIR /srv/onrecord
ENV PATH=/srv/onrecord/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 ONRECORD_HOST=0.0.0.0 ONRECORD_DATA_DIR=/data
USER 10001
VOLUME /data
EXPOSE 8000
# A worker serves nothing: compose.yaml turns this off for it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=2)"]
CMD ["onrecord", "serve"]
