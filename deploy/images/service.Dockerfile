# dataset-service and results-service: plain Java.
#   mvn -DskipTests package
#   docker build -f deploy/images/service.Dockerfile --build-arg SERVICE=results-service -t tiltmeter/results-service:0.1.0-SNAPSHOT .
FROM eclipse-temurin:21-jre

ARG SERVICE
RUN groupadd --gid 10001 tiltmeter \
    && useradd --uid 10001 --gid 10001 --home-dir /app --no-create-home --shell /usr/sbin/nologin tiltmeter \
    && install --directory --owner=10001 --group=10001 /var/lib/tiltmeter/artifacts

WORKDIR /app
# Dependencies change less often than the program, so they are copied first.
COPY ${SERVICE}/target/quarkus-app/lib/ lib/
COPY ${SERVICE}/target/quarkus-app/quarkus-run.jar ./
COPY ${SERVICE}/target/quarkus-app/app/ app/
COPY ${SERVICE}/target/quarkus-app/quarkus/ quarkus/

ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    TILTMETER_ARTIFACTS_DIRECTORY=/var/lib/tiltmeter/artifacts \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70"
USER 10001:10001
ENTRYPOINT ["java", "-jar", "quarkus-run.jar"]
