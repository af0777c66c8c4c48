package global.pryzma.ledger.tigerbeetle;

import com.tigerbeetle.AccountFilter;
import com.tigerbeetle.IdBatch;
import com.tigerbeetle.QueryFilter;

import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfersQuery;
import global.pryzma.ledger.ledger.ReadingOrder;
import global.pryzma.ledger.ledger.TailQuery;
import global.pryzma.ledger.ledger.TimeRange;

import java.util.List;

/** Lookups and filters in the client's form. */
final class QueryCodec {
    private QueryCodec() {}

    static IdBatch ids(List<LedgerId> ids) {
        IdBatch batch = new IdBatch(ids.size());
        for (LedgerId id : ids) {
            batch.add(id.low(), id.high());
        }
        return batch;
    }

    /** The filter for an account's transfers, or for its balances after each of them. */
    static AccountFilter ofAccount(AccountTransfersQuery query) {
        AccountFilter filter = new AccountFilter();
        filter.setAccountId(query.accountId().low(), query.accountId().high());
        filter.setCode(query.code());
        filter.setTimestampMin(query.range().fromTimestamp());
        filter.setTimestampMax(last(query.range()));
        filter.setLimit(query.limit());
        filter.setDebits(query.sides().hasDebit());
        filter.setCredits(query.sides().hasCredit());
        filter.setReversed(query.order() == ReadingOrder.NEWEST_FIRST);
        checkRange(filter.getTimestampMin(), filter.getTimestampMax());
        return filter;
    }

    /** The filter for transfers of a ledger number, newest first. */
    static QueryFilter ledgerTransfers(LedgerTransfersQuery query) {
        QueryFilter filter = new QueryFilter();
        filter.setLedger(query.ledger());
        filter.setCode(query.code());
        filter.setTimestampMin(query.range().fromTimestamp());
        filter.setTimestampMax(last(query.range()));
        filter.setLimit(query.limit());
        filter.setReversed(true);
        checkRange(filter.getTimestampMin(), filter.getTimestampMax());
        return filter;
    }

    /** The filters' bound is inclusive, that of the range is not; 0 is no bound in both. */
    private static long last(TimeRange range) {
        return range.beforeTimestamp() == 0 ? 0 : range.beforeTimestamp() - 1;
    }

    /**
     * The filter for a part of everything, oldest first. Both its bounds are inclusive; the query's
     * lower one is not.
     */
    static QueryFilter tail(TailQuery query) {
        QueryFilter filter = new QueryFilter();
        filter.setTimestampMin(query.afterTimestamp() + 1);
        filter.setTimestampMax(query.untilTimestamp());
        filter.setLimit(query.limit());
        checkRange(filter.getTimestampMin(), filter.getTimestampMax());
        return filter;
    }

    /**
     * Refuses a range that begins after 2^63 - 1, the last timestamp there is, and has no end: a
     * real server of 0.16.30 ends by an assertion on it, and again after each restart. The queries'
     * own checks leave none through; this one stands where every filter is made.
     */
    static void checkRange(long min, long max) {
        if (min < 0 && max == 0) {
            throw new IllegalArgumentException(
                    "a filter from " + Long.toUnsignedString(min) + " without an end");
        }
    }

    static QueryFilter anyAccountOf(int ledger) {
        QueryFilter filter = new QueryFilter();
        filter.setLedger(ledger);
        filter.setLimit(1);
        return filter;
    }
}
