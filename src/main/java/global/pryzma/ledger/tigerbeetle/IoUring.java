package global.pryzma.ledger.tigerbeetle;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Linux' io_uring, without which the native client can't work: it does all its I/O by it. Where a
 * container's seccomp profile or the kernel's settings forbid it, the client of 0.16.30 ends the
 * process with a panic of native code that says nothing of this. So it is tried before, as the
 * client will: a ring of 32 entries.
 */
final class IoUring {
    /** The same number on every architecture. */
    private static final long IO_URING_SETUP = 425;

    private static final int ENTRIES = 32;
    private static final long PARAMETERS_BYTES = 120;

    private static final int NOT_PERMITTED = 1;
    private static final int NO_MEMORY = 12;
    private static final int NOT_IMPLEMENTED = 38;

    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final ValueLayout.OfLong RESULT = ValueLayout.JAVA_LONG;

    private IoUring() {}

    /** Why the client can't be used here, and what to do; empty where it can. */
    static Optional<String> whyNot() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.empty(); // it is not used elsewhere
        }
        try (Arena memory = Arena.ofConfined()) {
            return why(setUp(memory));
        } catch (Throwable unexpected) {
            throw new IllegalStateException("io_uring can't be tried", unexpected);
        }
    }

    /** 0, or the error's number. */
    private static int setUp(Arena memory) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle call =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("syscall"),
                        FunctionDescriptor.of(
                                RESULT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS),
                        Linker.Option.firstVariadicArg(1),
                        Linker.Option.captureCallState("errno"));
        MemorySegment state = memory.allocate(CALL_STATE);
        MemorySegment parameters = memory.allocate(PARAMETERS_BYTES, Long.BYTES);
        long ring = (long) call.invokeExact(state, IO_URING_SETUP, ENTRIES, parameters);
        if (ring < 0) {
            return (int) CALL_STATE.varHandle(PathElement.groupElement("errno")).get(state, 0L);
        }
        MethodHandle close =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("close"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        int closed = (int) close.invokeExact((int) ring);
        return Math.max(closed, 0);
    }

    static Optional<String> why(int error) {
        return switch (error) {
            case 0 -> Optional.empty();
            case NOT_PERMITTED, NOT_IMPLEMENTED ->
                    Optional.of(
                            ("The ledger's native client needs io_uring, which is forbidden here"
                                 + " (error %d). In a container give it a seccomp profile that"
                                 + " allows io_uring_setup, io_uring_enter and io_uring_register:"
                                 + " infra/seccomp.json does, as docker run --security-opt"
                                 + " seccomp=seccomp.json or as Kubernetes' Localhost profile."
                                 + " Elsewhere: sysctl kernel.io_uring_disabled=0.")
                                    .formatted(error));
            case NO_MEMORY ->
                    Optional.of(
                            "The ledger's native client needs io_uring, for which there is not"
                                    + " enough lockable memory here: raise ulimit -l, or allow"
                                    + " IPC_LOCK.");
            default ->
                    Optional.of(
                            "The ledger's native client needs io_uring, which does not work here (error %d)."
                                    .formatted(error));
        };
    }
}
