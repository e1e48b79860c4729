/// aster, where it is not built in.
#include "missing.hpp"

using namespace gamewire::c;

void gw_aster_options_init(gw_aster_options* out, size_t size) noexcept { write_no_options(out, size); }
gw_code gw_aster_client_new(const gw_aster_options*, gw_machine** out) noexcept { return not_built_in(out); }
gw_code gw_aster_send(gw_machine*, int64_t, const char*, int64_t, uint32_t*) noexcept { return GW_USAGE; }
gw_code gw_aster_history(gw_machine*, int64_t, uint32_t, int64_t, uint32_t*) noexcept { return GW_USAGE; }
gw_code gw_aster_request(gw_machine*, const char*, gw_duration, uint32_t*) noexcept { return GW_USAGE; }
