package io.usher.scim.schema;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ClassPathUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds schema files: every {@code *.json} of a folder, and nothing below it. */
final class SchemaFiles {

    private SchemaFiles() {}

    /** The files of a folder of the class path, a directory or part of a jar, by name. */
    static SortedMap<String, SchemaFile> packed(ClassLoader classes, String folder) {
        SortedMap<String, SchemaFile> files = new TreeMap<>();
        try {
            ClassPathUtils.consumeAsPaths(
                    classes,
                    folder,
                    found -> list(folder, found)
                            .forEach(file -> files.put(name(file), SchemaFile.read(folder + "/" + name(file), file))));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return files;
    }

    /**
     * The files of a folder of the file system, in the order of their names.
     *
     * @param setting that names the folder, for the faults
     * @throws ConfigurationException when there is no such folder, or it holds too many files
     */
    static List<SchemaFile> of(String setting, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ConfigurationException(setting + ": names no folder");
        }
        List<Path> files = list(setting, folder);
        if (files.size() > SchemaLimits.FILES) {
            throw new ConfigurationException(
                    setting + ": names a folder with more than " + SchemaLimits.FILES + " schema files");
        }
        return files.stream()
                .map(file -> SchemaFile.read(setting + ": " + name(file), file))
                .toList();
    }

    private static List<Path> list(String label, Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            // Kubernetes mounts a ConfigMap as links, beside folders that begin with two dots.
            return files.filter(file -> name(file).endsWith(".json") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new ConfigurationException(label + ": names a folder that cannot be read");
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
