package global.pryzma.ledger.ledger;

/** The one who is told of each change of a lane, once, and in their order. */
@FunctionalInterface
public interface LaneListener {
    /** Called by the thread that carries the lane's messages: it takes no time, nor throws. */
    void changed(String lane, LedgerStatus now);
}
