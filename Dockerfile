# One image for everything: `docker build -t onrecord .`
FROM python:3.12-slim AS build
RUN pip install --no-cache-dir uv
WORKDIR /srv/onrecord
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --frozen --no-dev --no-install-project --extra postgres
COPY service service
COPY search search
COPY sample sample
RUN uv sync --frozen --no-dev --extra postgres

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home onrecord
COPY --from=build /srv/onrecord /srv/onrecord
WORKDIR /srv/onrecord
ENV PATH=/srv/onrecord/.venv/bin:$PATH ONRECORD_HOST=0.0.0.0 ONRECORD_DATA_DIR=/data
USER onrecord
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=2)"]
CMD ["onrecord", "serve"]
