/// What bots have, item by item or counted: views, as all results (results.hpp).
#pragma once

#include <cstdint>

#include <gamewire/asf/codes.hpp>
#include <gamewire/asf/values.hpp>

namespace gamewire::inline v0::asf {

/// What a bot has in one of the contexts in which an app keeps its items, as counts.
struct inventory_context {
  std::uint32_t asset_count = 0;
  std::uint64_t id = 0;
  text name;
};
constexpr auto json_members(std::type_identity<inventory_context>) {
  using is = inventory_context;
  return json::members<is>(json::member<&is::asset_count>("asset_count"), json::member<&is::id>("id"),
                           json::member<&is::name>("name"));
}

/// What a bot has of one app, as counts.
struct app_inventory {
  std::uint32_t app_id = 0;
  std::uint32_t asset_count = 0;
  map<inventory_context> contexts;  // by their id
  maybe<text> icon;                 // addresses: of pictures
  maybe<text> inventory_logo;
  maybe<text> link;          // and of the app's page
  bool load_failed = false;  // Steam could not count
  text name;
  bool owner_only = false;  // only the bot itself can see it
  bool store_vetted = false;
  maybe<text> trade_permissions;  // Steam's own word: "FULL"
};
constexpr auto json_members(std::type_identity<app_inventory>) {
  using is = app_inventory;
  return json::members<is>(json::member<&is::app_id>("appid"), json::member<&is::asset_count>("asset_count"),
                           json::member<&is::contexts>("rgContexts"), json::member<&is::icon>("icon"),
                           json::member<&is::inventory_logo>("inventory_logo"),
                           json::member<&is::link>("link"), json::member<&is::load_failed>("load_failed"),
                           json::member<&is::name>("name"), json::member<&is::owner_only>("owner_only"),
                           json::member<&is::store_vetted>("store_vetted"),
                           json::member<&is::trade_permissions>("trade_permissions"));
}

/// One item, or a stack of them; its description has the same class and instance. What Steam did not set is absent,
/// here and below.
struct asset {
  maybe<std::uint32_t> app_id;
  maybe<std::uint64_t> context_id;
  maybe<std::uint64_t> asset_id;
  maybe<std::uint64_t> class_id;
  maybe<std::uint64_t> instance_id;
  maybe<std::uint32_t> currency_id;
  maybe<std::int64_t> amount;  // in the stack
  maybe<bool> missing;
  maybe<std::int64_t> est_usd;
};
constexpr auto json_members(std::type_identity<asset>) {
  using is = asset;
  return json::members<is>(json::member<&is::app_id>("appid"), json::member<&is::context_id>("contextid"),
                           json::member<&is::asset_id>("assetid"), json::member<&is::class_id>("classid"),
                           json::member<&is::instance_id>("instanceid"),
                           json::member<&is::currency_id>("currencyid"), json::member<&is::amount>("amount"),
                           json::member<&is::missing>("missing"), json::member<&is::est_usd>("est_usd"));
}

/// One of the words by which an inventory is sorted and searched.
struct item_tag {
  maybe<std::uint32_t> app_id;
  maybe<text> category;
  maybe<text> internal_name;
  maybe<text> localized_category_name;  // in the language that was asked for
  maybe<text> localized_tag_name;
  maybe<text> color;  // RRGGBB in hex
};
constexpr auto json_members(std::type_identity<item_tag>) {
  using is = item_tag;
  return json::members<is>(json::member<&is::app_id>("appid"), json::member<&is::category>("category"),
                           json::member<&is::internal_name>("internal_name"),
                           json::member<&is::localized_category_name>("localized_category_name"),
                           json::member<&is::localized_tag_name>("localized_tag_name"),
                           json::member<&is::color>("color"));
}

/// What is alike in all items of a class; of some thirty members, those that are in use. What lists hold whose elements
/// are no structs here, `json::read` reads. Colours are RRGGBB in hex, texts in the language that was asked for.
struct item_description {
  maybe<std::uint32_t> app_id;
  maybe<std::uint64_t> class_id;
  maybe<std::uint64_t> instance_id;
  maybe<bool> currency;
  maybe<text> background_color;
  maybe<text> icon_url;  // behind the address of Steam's servers of pictures
  maybe<text> icon_url_large;
  list<json::value> descriptions;
  maybe<bool> tradable;
  list<json::value> actions;
  list<json::value> owner_descriptions;
  list<json::value> owner_actions;
  list<text> fraud_warnings;
  maybe<text> name;
  maybe<text> name_color;
  maybe<text> type;
  maybe<text> market_name;
  maybe<text> market_hash_name;
  maybe<std::uint32_t> market_fee_app;
  list<json::value> market_actions;
  maybe<bool> commodity;
  maybe<std::int32_t> market_tradable_restriction;    // days before it can be traded again
  maybe<std::int32_t> market_marketable_restriction;  // and sold
  maybe<bool> marketable;
  list<item_tag> tags;
  maybe<text> item_expiration;
};
constexpr auto json_members(std::type_identity<item_description>) {
  using is = item_description;
  return json::members<is>(
      json::member<&is::app_id>("appid"), json::member<&is::class_id>("classid"),
      json::member<&is::instance_id>("instanceid"), json::member<&is::currency>("currency"),
      json::member<&is::background_color>("background_color"), json::member<&is::icon_url>("icon_url"),
      json::member<&is::icon_url_large>("icon_url_large"), json::member<&is::descriptions>("descriptions"),
      json::member<&is::tradable>("tradable"), json::member<&is::actions>("actions"),
      json::member<&is::owner_descriptions>("owner_descriptions"),
      json::member<&is::owner_actions>("owner_actions"), json::member<&is::fraud_warnings>("fraudwarnings"),
      json::member<&is::name>("name"), json::member<&is::name_color>("name_color"),
      json::member<&is::type>("type"), json::member<&is::market_name>("market_name"),
      json::member<&is::market_hash_name>("market_hash_name"),
      json::member<&is::market_fee_app>("market_fee_app"),
      json::member<&is::market_actions>("market_actions"), json::member<&is::commodity>("commodity"),
      json::member<&is::market_tradable_restriction>("market_tradable_restriction"),
      json::member<&is::market_marketable_restriction>("market_marketable_restriction"),
      json::member<&is::marketable>("marketable"), json::member<&is::tags>("tags"),
      json::member<&is::item_expiration>("item_expiration"));
}

/// Items, and what they are: a description serves many.
struct inventory_items {
  list<asset> assets;
  list<item_description> descriptions;
};
constexpr auto json_members(std::type_identity<inventory_items>) {
  using is = inventory_items;
  return json::members<is>(json::member<&is::assets>("Assets"),
                           json::member<&is::descriptions>("Descriptions"));
}

}  // namespace gamewire::inline v0::asf
