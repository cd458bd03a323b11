# The images are arguments, so that a mirror or a local image can take their place.
ARG BUILD_IMAGE=swift:6.3-bookworm
ARG RUNTIME_IMAGE=debian:bookworm-slim

FROM ${BUILD_IMAGE} AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends pkg-config libsqlite3-dev libssl-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY Package.swift ./
COPY Sources Sources
# The standard library goes into the program, so that the image to run needs no Swift.
RUN swift build --configuration release --product checkout-gateway --static-swift-stdlib \
    && cp "$(swift build --configuration release --static-swift-stdlib --show-bin-path)/checkout-gateway" /usr/local/bin/

FROM ${RUNTIME_IMAGE}
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libsqlite3-0 libssl3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin gateway \
    && install --directory --owner gateway --group gateway --mode 0700 /data
COPY --from=build /usr/local/bin/checkout-gateway /usr/local/bin/checkout-gateway
COPY openapi /usr/local/share/checkout-gateway/openapi
USER gateway
WORKDIR /data
VOLUME /data
EXPOSE 8080
ENV CHECKOUT_DATABASE=/data/checkout-gateway.db
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
    CMD ["checkout-gateway", "health"]
ENTRYPOINT ["checkout-gateway"]
CMD ["serve", "--host", "0.0.0.0"]
