package io.tiltmeter.quickstart.supervision;

import io.tiltmeter.contracts.event.EventType;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.embedded.EmbeddedPostgresServer;
import io.tiltmeter.embedded.KafkaBroker;
import io.tiltmeter.embedded.PostgresUsers;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the system consists of: PostgreSQL, Kafka and the services, with the command line and settings of each. */
final class SystemParts {
    /** Without the optimizing compiler: it would slow the start, and the heavy work is native. */
    private static final String COMPILE_LIGHTLY = "-XX:TieredStopAtLevel=1";

    /** The default, a sixty-fourth of the machine's memory, would be touched before the first collection. */
    private static final String SMALL_AT_FIRST = "-Xms40m";

    /** Each is of the service of that name, and so is the user who owns it. */
    private static final List<String> SCHEMAS = List.of("dataset", "trainer", "evaluator", "results");

    /** Services that load PyTorch. */
    private static final Set<String> WITH_MODELS = Set.of("trainer-service", "evaluator-service");

    private static final List<String> SMALL = List.of(COMPILE_LIGHTLY, SMALL_AT_FIRST, "-Xmx256m");
    /** Services that keep examples and weights, or imported files, in their heap for a short time. */
    private static final List<String> COMPUTING = List.of(COMPILE_LIGHTLY, SMALL_AT_FIRST, "-Xmx512m");

    private final Path code;
    private final DataDirectory data;
    private final Ports ports;
    private final List<Path> models;
    private final ClassArchives archives;
    private final PostgresUsers users;
    private final String launchId = UUID.randomUUID().toString();

    /**
     * @param code the root of the built tree
     * @param models further directories that checkpoints from elsewhere are read from
     * @param archives of the classes of Kafka and the services
     * @throws StartupException if the passwords of PostgreSQL cannot be read or made
     */
    SystemParts(Path code, DataDirectory data, Ports ports, List<Path> models, ClassArchives archives) {
        this.code = code;
        this.data = data;
        this.ports = ports;
        this.models = List.copyOf(models);
        this.archives = archives;
        try {
            this.users = PostgresUsers.of(data.path("postgres"), SCHEMAS);
        } catch (UncheckedIOException e) {
            throw new StartupException(e.getMessage() + ": " + e.getCause().getMessage() + data.fullDisk() + ".", e);
        }
    }

    /** Distinguishes the services of this start from those of another. */
    String launchId() {
        return launchId;
    }

    Part postgres() {
        Path log = data.log("postgres");
        AtomicReference<EmbeddedPostgresServer> server = new AtomicReference<>();
        return new Part(
                "postgres",
                log,
                () -> {
                    server.set(EmbeddedPostgresServer.start(data.path("postgres"), ports.postgres(), log, users));
                    return server.get().process();
                },
                process -> server.get().close());
    }

    Part kafka() {
        ClassPath classPath = ClassPath.of(System.getProperty("java.class.path"));
        List<String> program = new ArrayList<>(SMALL);
        program.addAll(classPath.options());
        program.addAll(List.of(
                KafkaBroker.class.getName(),
                data.path("kafka").toString(),
                Integer.toString(ports.kafka()),
                Integer.toString(ports.kafkaController())));
        EventTypes.ALL.stream()
                .flatMap((EventType<?> type) -> Stream.of(type.topic(), type.deadLetterTopic()))
                .forEach(program::add);
        return Part.java("kafka", data.log("kafka"), archives.of(code, "kafka", classPath), program, newEnvironment());
    }

    /** The services, each with the address of its readiness check. */
    List<Service> services() {
        List<Service> services = new ArrayList<>();
        services.add(service("results-service", "results-service", ports.results(), COMPUTING));
        services.add(service("dataset-service", "dataset-service", ports.dataset(), SMALL));
        for (int replica = 0; replica < ports.trainers(); replica++) {
            services.add(replica("trainer-service", replica, ports.trainer(replica)));
        }
        for (int replica = 0; replica < ports.evaluators(); replica++) {
            services.add(replica("evaluator-service", replica, ports.evaluator(replica)));
        }
        return services;
    }

    private Service replica(String module, int replica, int port) {
        return service(module, module + (replica == 0 ? "" : "-" + (replica + 1)), port, COMPUTING);
    }

    /**
     * Checks that the services have been built.
     *
     * @throws StartupException naming those that have not
     */
    void requireBuilt() {
        List<String> missing = Stream.of("results-service", "dataset-service", "trainer-service", "evaluator-service")
                .filter(service -> !Files.isRegularFile(program(service)))
                .toList();
        if (!missing.isEmpty()) {
            throw new StartupException(String.join(", ", missing) + (missing.size() == 1 ? " is" : " are")
                    + " not built below " + code + ". Build with: mvn -DskipTests package");
        }
    }

    private Service service(String module, String name, int port, List<String> options) {
        String schema = module.replace("-service", "");
        Map<String, String> environment = newEnvironment();
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.kafka());
        environment.put(
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + EmbeddedPostgresServer.DATABASE
                        + "?currentSchema=" + schema);
        environment.put("QUARKUS_DATASOURCE_USERNAME", schema);
        environment.put("QUARKUS_DATASOURCE_PASSWORD", users.password(schema));
        environment.put("TILTMETER_ARTIFACTS_DIRECTORY", data.path("artifacts").toString());
        environment.put("TILTMETER_LAUNCH_ID", launchId);
        environment.put("TILTMETER_PAGE_DATASET_SERVICE", "http://127.0.0.1:" + ports.dataset());
        // Hugging Face folders that runs may start from; the user puts them there.
        environment.put(
                "TILTMETER_TRAINER_MODELS_DIRECTORY", data.path("models").toString());
        environment.put("TILTMETER_CHECKPOINTS_DIRECTORIES", checkpointDirectories());
        // One torch thread each: trainer and evaluator share two cores, and results do not depend on the number of
        // cores.
        environment.put("OMP_NUM_THREADS", "1");
        environment.put("MKL_NUM_THREADS", "1");
        if (WITH_MODELS.contains(module)) {
            // What one thread frees serves the others: see docs/decisions/0022-memory-of-models-is-bounded.md.
            environment.put("MALLOC_ARENA_MAX", "1");
        }
        List<String> program = new ArrayList<>(options);
        ClassPath classPath = ClassPath.ofJar(program(module));
        program.addAll(classPath.options());
        Part part = Part.java(name, data.log(name), archives.of(code, module, classPath), program, environment);
        return new Service(part, "http://127.0.0.1:" + port);
    }

    /** As the configuration separates them. */
    private String checkpointDirectories() {
        return Stream.concat(Stream.of(data.path("models")), models.stream())
                .map(directory -> directory.toString().replace("\\", "\\\\").replace(",", "\\,"))
                .collect(Collectors.joining(","));
    }

    private Path program(String module) {
        return code.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }

    private Map<String, String> newEnvironment() {
        return new HashMap<>(Map.of(Leftovers.VARIABLE, data.home().toString()));
    }

    /**
     * One service.
     *
     * @param address {@code http://127.0.0.1:8080}
     */
    record Service(Part part, String address) {}
}
