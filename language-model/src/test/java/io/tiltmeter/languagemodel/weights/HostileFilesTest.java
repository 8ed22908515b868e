package io.tiltmeter.languagemodel.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.languagemodel.UnsupportedModelException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any damaged file is read within its bounds or refused with its path and fault. */
class HostileFilesTest {

    private static final Map<String, List<Long>> MODULES = Map.of("m.q_proj", List.of(3L, 4L));

    @TempDir
    Path folder;

    @Test
    void twelveThousandDamagedFilesAreReadOrRefused() throws IOException {
        byte[] sound = tensors(folder.resolve("sound"));
        HostileFiles hostile = new HostileFiles(new Random(20_251));
        Path path = folder.resolve("damaged");
        int refused = 0;
        for (int round = 0; round < 12_000; round++) {
            put(path, hostile.damaged(sound));
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                for (TensorEntry entry : file.tensors().values()) {
                    assertEquals(entry.bytes(), sum(file.bytes(entry.name())), "round " + round);
                }
            } catch (InvalidSafetensorsException e) {
                refused++;
                assertNamesItsPlace(e, path, round);
            }
        }
        assertTrue(refused > 8_000 && refused < 12_000, refused + " of 12,000 were refused");
    }

    @Test
    void fourThousandDamagedFoldersAreReadOrRefused() throws IOException {
        writer().writeFolder(folder, 24);
        List<Path> files;
        try (var all = Files.list(folder)) {
            files = all.sorted().toList();
        }
        assertTrue(files.size() >= 4, files.toString());
        List<byte[]> sound = new ArrayList<>();
        for (Path file : files) {
            sound.add(Files.readAllBytes(file));
        }
        Random random = new Random(7);
        HostileFiles hostile = new HostileFiles(random);
        int refused = 0;
        for (int round = 0; round < 4_000; round++) {
            int victim = random.nextInt(files.size());
            int other = random.nextInt(files.size());
            damage(random, hostile, files.get(victim), sound.get(victim), sound.get(other));
            try (WeightFiles weights = WeightFiles.open(folder)) {
                for (String name : weights.tensors().keySet()) {
                    sum(weights.bytes(name));
                }
            } catch (UnsupportedModelException e) {
                refused++;
                assertNamesItsPlace(e, folder, round);
            }
            put(files.get(victim), sound.get(victim));
        }
        assertTrue(refused > 2_500 && refused < 4_000, refused + " of 4,000 were refused");
    }

    private static void damage(Random random, HostileFiles hostile, Path victim, byte[] sound, byte[] other)
            throws IOException {
        boolean isIndex = victim.getFileName().toString().equals(WeightFiles.INDEX);
        switch (random.nextInt(6)) {
            case 0 -> Files.delete(victim);
            case 1 -> put(victim, other); // swapped
            default -> {
                if (isIndex) {
                    String text = new String(sound, StandardCharsets.UTF_8);
                    put(victim, hostile.json(text.replaceAll("\\s", "")).getBytes(StandardCharsets.UTF_8));
                } else {
                    put(victim, hostile.damaged(sound));
                }
            }
        }
    }

    @Test
    void twoThousandDamagedAdaptersAreReadOrRefused() throws IOException {
        AdapterConfig sound = new AdapterConfig(
                2, 4, AdapterConfig.Scaling.ALPHA_OVER_RANK, 0, new AdapterConfig.Targets.AllLinear(), "");
        LowRankPair pair = new LowRankPair(2, 4, 3, Numbers.floats(0, 8), Numbers.floats(0, 6));
        new Adapter(sound, Map.of("m.q_proj", pair)).write(folder);
        Path config = folder.resolve(AdapterConfig.FILE);
        Path weights = folder.resolve(Adapter.WEIGHTS);
        String soundConfig = Files.readString(config).replaceAll("\\s", "");
        byte[] soundWeights = Files.readAllBytes(weights);
        HostileFiles hostile = new HostileFiles(new Random(3));
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            put(config, (round % 2 == 0 ? hostile.json(soundConfig) : soundConfig).getBytes(StandardCharsets.UTF_8));
            put(weights, round % 2 == 1 ? hostile.damaged(soundWeights) : soundWeights);
            try {
                assertEquals(1, Adapter.read(folder, MODULES).pairs().size());
            } catch (UnsupportedModelException e) {
                refused++;
                assertNamesItsPlace(e, folder, round);
            }
        }
        assertTrue(refused > 1_200 && refused < 2_000, refused + " of 2,000 were refused");
    }

    /** Each is costly in another way; the memory they take is far less than their own size. */
    @Test
    void headersOfMegabytesTakeNoMultipleOfTheirSize() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int length = 4_000_000;
        for (String unit : List.of("[", "{\"a\":", "[],", "0,", "\"x\":[],", "{\"x\":0},", "\"", "9", "\"y\":\"z\",")) {
            for (String start :
                    List.of("", "{", "{\"", "{\"t\":", "{\"t\":{\"shape\":[", "{\"__metadata__\":{", "{\"t\":{")) {
                byte[] header = (start + unit.repeat(length / unit.length())).getBytes(StandardCharsets.ISO_8859_1);
                long before = threads.getCurrentThreadAllocatedBytes();
                InvalidSafetensorsException error = assertThrows(
                        InvalidSafetensorsException.class, () -> SafetensorsHeader.parse(header, 0), start + unit);
                long taken = threads.getCurrentThreadAllocatedBytes() - before;
                assertTrue(taken < 5L * length, start + unit + " took " + taken + " bytes");
                assertTrue(error.getMessage().length() < 10_000, start + unit);
            }
        }
    }

    @Test
    void aSparseHeaderOfAHundredMegabytesIsRefused() throws IOException {
        Path path = folder.resolve("hole");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(1L << 40);
            file.write(new byte[] {0, (byte) 0xe1, (byte) 0xf5, 5, 0, 0, 0, 0}); // 100,000,000
        }
        assertThrows(InvalidSafetensorsException.class, () -> SafetensorsFile.open(path));
    }

    @Test
    void moreTensorsThanTheLimitAreRefused() {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i <= SafetensorsHeader.MAX_TENSORS; i++) {
            header.append(i == 0 ? "" : ",").append('"').append(i).append("\":");
            header.append("{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        byte[] json = header.append('}').toString().getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(InvalidSafetensorsException.class, () -> SafetensorsHeader.parse(json, 0));
    }

    /** Overwrites a file without truncating it first, which on some file systems waits for the disk. */
    private static void put(Path path, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes));
            channel.truncate(bytes.length);
        }
    }

    private static void assertNamesItsPlace(Exception error, Path place, int round) {
        assertTrue(error.getMessage().startsWith(place.toString()), "round " + round + ": " + error.getMessage());
        assertTrue(error.getMessage().length() < 10_000, "round " + round);
        assertFalse(error.getMessage().chars().anyMatch(Character::isISOControl), "round " + round);
    }

    private static long sum(ByteBuffer bytes) {
        long read = 0;
        while (bytes.hasRemaining()) {
            bytes.get();
            read++;
        }
        return read;
    }

    private static byte[] tensors(Path path) throws IOException {
        writer().write(path);
        return Files.readAllBytes(path);
    }

    private static SafetensorsWriter writer() {
        return new SafetensorsWriter()
                .add("first", List.of(2L, 3L), () -> Numbers.floats(0, 6))
                .add("scalar", List.of(), () -> Numbers.floats(6, 1))
                .add("second", ElementType.BF16, List.of(4L), () -> Numbers.zeros(8))
                .add("b", ElementType.BOOL, List.of(5L, 1L), () -> Numbers.zeros(5))
                .add("empty", List.of(0L, 2L), () -> Numbers.floats(0, 0))
                .add("d", List.of(5L), () -> Numbers.floats(20, 5));
    }
}
