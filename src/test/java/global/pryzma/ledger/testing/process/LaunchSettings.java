package global.pryzma.ledger.testing.process;

import global.pryzma.ledger.Application;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a process of the service is started with: properties, environment, options of its JVM. */
final class LaunchSettings {
    private static final String POSTGRES_URL = "datasources.default.url";

    private final JavaCommand java;
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private Class<?> mainClass = Application.class;

    LaunchSettings(JavaCommand java) {
        this.java = java;
    }

    void property(String name, Object value) {
        properties.put(name, value.toString());
    }

    boolean hasProperty(String name) {
        return properties.containsKey(name);
    }

    void environment(String name, String value) {
        environment.put(name, value);
    }

    void jvmOption(String option) {
        jvmOptions.add(option);
    }

    void mainClass(Class<?> other) {
        mainClass = other;
    }

    boolean isPostgresEmbedded() {
        return !properties.containsKey(POSTGRES_URL)
                && !environment.containsKey("DATASOURCES_DEFAULT_URL");
    }

    ProcessBuilder program() {
        List<String> options = new ArrayList<>();
        // It must not outlive the test process, however that ends.
        options.add("-Dpryzma.exit-with-parent=true");
        // As it logs for operators, not as tests do.
        options.add("-Dlogback.configurationFile=logback.xml");
        properties.forEach((name, value) -> options.add("-D" + name + "=" + value));
        options.addAll(jvmOptions);
        ProcessBuilder program = new ProcessBuilder(java.running(mainClass.getName(), options));
        program.environment().putAll(environment);
        return program;
    }
}
