// An edited configuration is JSON, and has every member that the one before had; edited again the same way it
// stays as it is.
#include <gamewire/asf/config_edit.hpp>
#include <gamewire/json/document.hpp>
#include <gamewire/json/read.hpp>

#include "target.hpp"

using namespace gamewire;
using asf::change;

FUZZ_TARGET(asf_config) {
  json::document document;
  const auto config = document.read(in);
  if (!config) return;
  const std::array changes{change::text("IPCPassword", as_text(in)), change::id("SteamOwnerID", 7),
                           change::clear("LicenseID"), change::json("Blacklist", "[440]")};
  const auto edited = asf::edit_config(*config, changes);
  HOLDS(edited || !config->check(32) || config->kind() != json::kind::object);
  if (!edited) return;
  json::document other;
  const auto after = other.read(as_bytes(edited->text()));
  HOLDS(after && after->check(32));
  for (const auto& [key, value] : json::map<json::value>(*config))  // null, if it was cleared
    HOLDS(!after->member(key.str()).absent() || config->member(key.str()).absent() || key.escaped());
  HOLDS(asf::edit_config(*after, changes)->text() == edited->text());
}
