/* Percentages and counts, compared exactly: four of five are 80 %, and no rounding says otherwise. */
#include "thresholds.h"
#include <math.h>

static const wide WHOLE = 1000000;

wide millionths(double percent) {
    return (wide)round(percent * 10000.0);
}

wide at_least(wide percent, wide whole) {
    return (percent * whole + WHOLE - 1) / WHOLE;
}

wide at_most(wide percent, wide whole) {
    return percent * whole / WHOLE;
}

/* `scaled` divided by ten to the power of `decimals`, in percent, without zeros at the end. */
static cr_text decimal(wide scaled, int decimals) {
    char fraction[8] = {0};
    int length = 0;
    for (int i = decimals - 1; i >= 0; i--) {
        fraction[i] = (char)('0' + (int)(scaled % 10));
        scaled /= 10;
        if (length == 0 && fraction[i] != '0') {
            length = i + 1;
        }
    }
    fraction[length] = '\0';
    return cr_words("{u}{s}{s}%", (uint64_t)scaled, length > 0 ? "." : "", fraction);
}

cr_text percent_text(wide percent) {
    return decimal(percent, 4);
}

cr_text share_down(wide part, wide whole) {
    return decimal(part * 10000 / whole, 2);
}

cr_text share_up(wide part, wide whole) {
    return decimal((part * 10000 + whole - 1) / whole, 2);
}

cr_text tests_text(wide number, const char *adjective) {
    return cr_words("{t} {s}{s}test{s}", cr_grouped(number), adjective, *adjective == '\0' ? "" : " ", number == 1 ? "" : "s");
}
