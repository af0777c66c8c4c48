package global.pryzma.replica.comparison;

/** Where the chains of a random message are. */
final class Chains {
    private Chains() {}

    /** Which events are linked to the next one; seldom also the last, which leaves it open. */
    static boolean[] plan(Dice dice, int count) {
        boolean[] linked = new boolean[count];
        int at = 0;
        while (at < count) {
            if (dice.percent(85)) {
                at++;
                continue;
            }
            int end = at + dice.between(1, 5);
            while (at < end && at < count) {
                linked[at++] = true;
            }
            at++;
        }
        if (count > 0 && !dice.percent(30)) {
            linked[count - 1] = false;
        }
        return linked;
    }
}
