package io.tiltmeter.languagemodel.torch;

import ai.djl.Device;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses device names as PyTorch writes them. */
final class DeviceChoice {

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,4}))?");

    private DeviceChoice() {}

    /**
     * @param name {@code cpu}, {@code cuda}, {@code cuda:N} or {@code auto}
     * @param gpus how many this machine has and this PyTorch can use
     * @throws IllegalArgumentException if the name is unknown or there is no such GPU
     */
    static Device of(String name, int gpus) {
        if (name.equals("cpu") || name.equals("auto") && gpus == 0) {
            return Device.cpu();
        }
        if (name.equals("auto")) {
            return Device.gpu(0);
        }
        Matcher cuda = CUDA.matcher(name);
        if (!cuda.matches()) {
            throw new IllegalArgumentException(
                    TorchEngine.DEVICE + " '" + name + "' is unknown; known: cpu, cuda:N such as cuda:0, auto");
        }
        int gpu = cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1));
        if (gpu >= gpus) {
            throw new IllegalArgumentException(TorchEngine.DEVICE + " '" + name + "' does not exist: PyTorch finds "
                    + gpus + " GPUs; use cpu or auto, or the image for GPUs (deploy/images)");
        }
        return Device.gpu(gpu);
    }

    static String name(Device device) {
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    }
}
