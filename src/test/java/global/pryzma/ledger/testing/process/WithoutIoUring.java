package global.pryzma.ledger.testing.process;

import global.pryzma.ledger.Application;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The service as a container runs it whose seccomp profile forbids io_uring. The filter is the
 * kernel's own, for this thread and all that it starts.
 */
public final class WithoutIoUring {
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int PR_SET_SECCOMP = 22;
    private static final long SECCOMP_MODE_FILTER = 2;
    private static final int IO_URING_SETUP = 425;
    private static final int EPERM = 1;
    private static final int INSTRUCTIONS = 4;
    private static final int INSTRUCTION_BYTES = 8;

    private WithoutIoUring() {}

    public static void main(String[] args) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle prctl =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("prctl"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG),
                        Linker.Option.firstVariadicArg(1));
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment filter = memory.allocate(INSTRUCTIONS * INSTRUCTION_BYTES, 8);
            ByteBuffer program = filter.asByteBuffer().order(ByteOrder.nativeOrder());
            add(program, 0x20, 0, 0, 0); // load the system call's number
            add(program, 0x15, 0, 1, IO_URING_SETUP); // is it this one?
            add(program, 0x06, 0, 0, 0x00050000 | EPERM); // then fail with that
            add(program, 0x06, 0, 0, 0x7fff0000); // else allow it
            MemorySegment header = memory.allocate(16, 8);
            header.set(ValueLayout.JAVA_SHORT, 0, (short) INSTRUCTIONS);
            header.set(ValueLayout.ADDRESS, 8, filter);
            require((int) prctl.invokeExact(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L));
            require(
                    (int)
                            prctl.invokeExact(
                                    PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header.address(), 0L, 0L));
        }
        Application.main(args);
    }

    private static void add(ByteBuffer program, int code, int ifTrue, int ifFalse, int value) {
        program.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(value);
    }

    private static void require(int result) {
        if (result != 0) {
            throw new IllegalStateException("no filter can be set here");
        }
    }
}
