#include "unit/json/records.hpp"

#include <doctest/doctest.h>

#include <gamewire/asf/reply.hpp>

using namespace gamewire;

TEST_CASE("asf records: what is none of them is refused, as all of it") {
  test::check_records<asf::info, asf::global_config, asf::game, asf::cards_farmer, asf::bot, asf::bot_config,
                      asf::receipt_item, asf::receipt, asf::redeemed_key, asf::license_result,
                      asf::background_keys_of, asf::inventory_context, asf::app_inventory, asf::asset,
                      asf::item_tag, asf::item_description, asf::inventory_items, asf::confirmation,
                      asf::log_lines, asf::type_properties, asf::type_info, asf::plugin, asf::release_info,
                      asf::health_report, asf::token_dumper_config, asf::refusal>();
}
