# The images are arguments, so that a mirror or a local image can take their place.
ARG BUILD_IMAGE=swift:6.3-bookworm
ARG RUNTIME_IMAGE=debian:bookworm-slim

FROM ${BUILD_IMAGE} AS build
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        pkg-config libsqlite3-dev libssl-dev liblz4-dev libidn2-dev libcurl4-openssl-dev libgoogle-perftools-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY Package.swift ./
COPY Sources Sources
# SwiftPM needs the folders of all targets to load a package, those of the tests too. The tests are not compiled.
COPY Tests Tests
# The standard library goes into the program, so that the runtime image needs no Swift. The program keeps the names of
# its functions, for a profile or a core dump, but no other debug information.
RUN swift build --configuration release --product checkout-gateway --static-swift-stdlib -Xlinker --strip-debug \
    && install -D "$(swift build --configuration release --static-swift-stdlib --show-bin-path)/checkout-gateway" \
        /image/usr/local/bin/checkout-gateway
COPY openapi /image/usr/local/share/checkout-gateway/openapi

FROM ${RUNTIME_IMAGE}
# The user has a fixed number, so that a volume has the same owner in every image.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        libsqlite3-0 libssl3 liblz4-1 libidn2-0 libcurl4 ca-certificates libtcmalloc-minimal4 libstdc++6 \
    && apt-get clean \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/apt /var/log/dpkg.log \
    && useradd --system --uid 10001 --user-group --no-log-init --home-dir /data --shell /usr/sbin/nologin gateway \
    && install --directory --owner gateway --group gateway --mode 0700 /data
COPY --from=build /image /
USER gateway
WORKDIR /data
VOLUME /data
EXPOSE 8080
# Settings are variables, because the health check reads them too. Flags would override them, and it cannot see flags.
ENV CHECKOUT_DATABASE=/data/checkout-gateway.db CHECKOUT_HOST=0.0.0.0
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
    CMD ["checkout-gateway", "health"]
ENTRYPOINT ["checkout-gateway"]
CMD ["serve"]
