# trainer-service and evaluator-service on an NVIDIA GPU (driver for CUDA 12.8): Java with the libraries of PyTorch's own
# wheel instead of the CPU build. Written from DJL's source and not yet built or run.
#   mvn -DskipTests package
#   docker build -f deploy/images/model-service-gpu.Dockerfile --build-arg SERVICE=trainer-service \
#     --build-arg TORCH_INDEX=<address of PyTorch's cu128 wheels> -t tiltmeter/trainer-service:0.1.0-SNAPSHOT-gpu .
#   docker run --gpus all ...
FROM python:3.12-slim AS torch
ARG TORCH_INDEX
RUN test -n "${TORCH_INDEX}" || { echo "give --build-arg TORCH_INDEX, the index of PyTorch's cu128 wheels" >&2; exit 1; } \
    && pip install --no-cache-dir --target /torch --index-url "${TORCH_INDEX}" torch==2.7.1+cu128
# DJL looks for every library in one directory, and for the CUDA runtime under its plain name.
RUN mkdir /libraries \
    && cp /torch/torch/lib/*.so* /libraries/ \
    && find /torch/nvidia -name '*.so*' -exec cp {} /libraries/ \; \
    && ln -s "$(basename "$(ls /libraries/libcudart.so.* | head -n 1)")" /libraries/libcudart.so

FROM eclipse-temurin:21-jre

ARG SERVICE
RUN groupadd --gid 10001 tiltmeter \
    && useradd --uid 10001 --gid 10001 --home-dir /app --no-create-home --shell /usr/sbin/nologin tiltmeter \
    && install --directory --owner=10001 --group=10001 \
        /var/lib/tiltmeter/artifacts /var/lib/tiltmeter/models /var/cache/djl

WORKDIR /app
COPY --from=torch /libraries/ /opt/torch/
COPY ${SERVICE}/target/quarkus-app/lib/ lib/
COPY ${SERVICE}/target/quarkus-app/quarkus-run.jar ./
COPY ${SERVICE}/target/quarkus-app/app/ app/
COPY ${SERVICE}/target/quarkus-app/quarkus/ quarkus/
# The CPU build must not be found; an empty archive replaces it because the manifest of quarkus-run.jar names the file.
RUN for jar in lib/main/ai.djl.pytorch.pytorch-native-cpu-*.jar; do \
        printf 'PK\005\006\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000' > "${jar}"; \
    done

ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    TILTMETER_ARTIFACTS_DIRECTORY=/var/lib/tiltmeter/artifacts \
    DJL_OFFLINE=true \
    OPT_OUT_TRACKING=true \
    DJL_CACHE_DIR=/var/cache/djl \
    PYTORCH_LIBRARY_PATH=/opt/torch \
    PYTORCH_VERSION=2.7.1 \
    PYTORCH_FLAVOR=cu128 \
    PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True \
    LD_LIBRARY_PATH=/opt/torch \
    OMP_NUM_THREADS=1 \
    MALLOC_ARENA_MAX=1 \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=25 -Dtiltmeter.threads=1 -Dtiltmeter.device=auto"
USER 10001:10001
ENTRYPOINT ["java", "-jar", "quarkus-run.jar"]
