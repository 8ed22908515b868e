# trainer-service and evaluator-service: Java with PyTorch's native library, which DJL unpacks (about 450 MB)
# into DJL_CACHE_DIR at the first start; keep that directory in a volume. CPU only.
#   mvn -DskipTests package
#   docker build -f deploy/images/model-service.Dockerfile --build-arg SERVICE=trainer-service -t tiltmeter/trainer-service:0.1.0-SNAPSHOT .
FROM eclipse-temurin:21-jre

ARG SERVICE
RUN groupadd --gid 10001 tiltmeter \
    && useradd --uid 10001 --gid 10001 --home-dir /app --no-create-home --shell /usr/sbin/nologin tiltmeter \
    && install --directory --owner=10001 --group=10001 \
        /var/lib/tiltmeter/artifacts /var/lib/tiltmeter/models /var/cache/djl

WORKDIR /app
# Dependencies change less often than the program, so they are copied first.
COPY ${SERVICE}/target/quarkus-app/lib/ lib/
COPY ${SERVICE}/target/quarkus-app/quarkus-run.jar ./
COPY ${SERVICE}/target/quarkus-app/app/ app/
COPY ${SERVICE}/target/quarkus-app/quarkus/ quarkus/

# Models live outside the Java heap: it stays small. One compute thread, so that results repeat bit for bit. One arena of
# malloc, so that what a thread frees serves the others.
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    TILTMETER_ARTIFACTS_DIRECTORY=/var/lib/tiltmeter/artifacts \
    DJL_OFFLINE=true \
    OPT_OUT_TRACKING=true \
    DJL_CACHE_DIR=/var/cache/djl \
    OMP_NUM_THREADS=1 \
    MKL_NUM_THREADS=1 \
    MALLOC_ARENA_MAX=1 \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=25 -Dtiltmeter.threads=1"
USER 10001:10001
ENTRYPOINT ["java", "-jar", "quarkus-run.jar"]
