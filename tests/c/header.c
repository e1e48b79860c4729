// The header alone, in C11.
#include <assert.h>

#include "gamewire.h"

static_assert(sizeof(gw_endpoint) == 24, "an endpoint is a value of 24 bytes");
static_assert(sizeof(gw_event) == 8 + 24 * 8, "an event does not grow");

int main(void) { return gw_abi_version() == GW_ABI_VERSION ? 0 : 1; }
