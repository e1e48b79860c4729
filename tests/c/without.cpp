/// What the C ABI says of protocols that are not built in.
#include <string>

#include <doctest/doctest.h>

#include "gamewire.h"

namespace {

template <class Options>
void is_missing(void (*init)(Options*, std::size_t) noexcept,
                gw_code (*make)(const Options*, gw_machine**) noexcept) {
  Options options;
  init(&options, sizeof options);
  CHECK(options.struct_size == sizeof options);
  auto* machine = reinterpret_cast<gw_machine*>(&options);  // anything but NULL
  CHECK(make(&options, &machine) == GW_UNSUPPORTED);
  CHECK(machine == nullptr);
  CHECK(make(nullptr, nullptr) == GW_USAGE);
}

}  // namespace

TEST_CASE("c without: each constructor says so, and no command is taken") {
  is_missing(gw_asf_options_init, gw_asf_client_new);
  is_missing(gw_asf_options_init, gw_asf_log_new);
  is_missing(gw_webapi_options_init, gw_webapi_client_new);
  is_missing(gw_aster_options_init, gw_aster_client_new);
  CHECK(gw_asf_command(nullptr, "status", 0, nullptr) == GW_USAGE);
  CHECK(gw_asf_call(nullptr, "GET", "/", nullptr, 0, nullptr) == GW_USAGE);
  CHECK(gw_webapi_discover(nullptr, 0, nullptr) == GW_USAGE);
  CHECK(gw_webapi_use(nullptr, "", 0) == GW_USAGE);
  CHECK(gw_webapi_request(nullptr, nullptr, 0, nullptr) == GW_USAGE);
  CHECK(gw_webapi_get_server_list(nullptr, "", 1, 0, nullptr) == GW_USAGE);
  CHECK(gw_aster_send(nullptr, 1, "", 0, nullptr) == GW_USAGE);
  CHECK(gw_aster_history(nullptr, 1, 1, 0, nullptr) == GW_USAGE);
  CHECK(gw_aster_request(nullptr, "{}", 0, nullptr) == GW_USAGE);
  char room[8];
  CHECK(gw_json_unescape({"a\\n", 3}, room, sizeof room) == 3);
  CHECK(std::string(room) == "a\\n");
}
