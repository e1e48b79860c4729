#include <doctest/doctest.h>

#include <gamewire/asf/reply.hpp>

#include "support/asf_samples.hpp"
#include "support/exact_memory.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using asf::route;
using test::sample;

namespace {

/// An answer with the memory that it is a view of.
struct answered {
  explicit answered(route which, std::string text, std::uint16_t status = 200,
                    std::string_view type = "application/json")
      : body(std::move(text)), reply(asf::read_answer({which, status, type, as_bytes(body)}, document)) {}
  std::string body;
  json::document document;
  asf::reply reply;
};

template <route R>
struct read_of : answered {
  explicit read_of(const std::string& name, std::uint16_t status = 200) : answered(R, sample(name), status) {
    const auto read = asf::result<R>(reply);
    CHECK_MESSAGE(read.has_value(), name);
    if (read) result = *read;
  }
  asf::result_of<R> result{};
};

template <class T>
T at(const json::map<T>& map, std::string_view key) {
  const auto found = map.find(key);
  CHECK_MESSAGE(found.has_value(), key);
  return found.value_or(T{});
}

}  // namespace

TEST_SUITE_BEGIN("asf results");

TEST_CASE("ASF itself") {
  const read_of<route::asf_info> now("asf/asf_get.json");
  CHECK(!now.reply.error);
  CHECK(now.reply.message == "OK");
  CHECK(now.result.build_variant == "source");
  CHECK(now.result.memory_usage == 18432);
  CHECK(now.result.version == *asf::version::parse("6.3.9.6"));
  CHECK(now.result.process_start_time == *asf::date::parse("2026-08-21T22:01:03.1234567Z"));
  const auto config = json::read<asf::global_config>(now.result.global_config);
  REQUIRE(config);
  CHECK(config->auto_restart);
  CHECK((config->blacklist.present() && config->blacklist.empty()));
  CHECK(*config->command_prefix == "!");
  CHECK(config->current_culture.is_null());
  CHECK(config->steam_owner_id() == asf::twin_id{76561198006963719U, false});
  CHECK(config->steam_protocols.number == 7);
  CHECK(config->update_channel == asf::update_channel::stable);
  CHECK(config->web_limiter_delay == 300);

  const read_of<route::asf_info> old("asf_2018/asf_get.json");
  CHECK(old.result.version.parts == std::array{3, 0, 6, 1});
  CHECK(old.result.process_start_time == *asf::date::parse("2018-01-30T20:32:01.8132984Z"));
  CHECK(json::read<asf::global_config>(old.result.global_config)->blacklist.size() == 1);
}

TEST_CASE("bots") {
  const read_of<route::bots> now("asf/bot_get_two.json");
  CHECK((now.result.size() == 2 && now.result.complete()));
  const asf::bot archi = at(now.result, "archi");
  CHECK(archi.cards_farmer.time_remaining.value == 26h + 30min);
  CHECK(archi.cards_farmer.now_farming);
  CHECK(archi.cards_farmer.games_to_farm.complete());
  const asf::game game = *archi.cards_farmer.current_games_farming.begin();
  CHECK((game.app_id == 403850 && game.cards_remaining == 2 && game.hours_played == 0.7F));
  CHECK(*archi.public_ip == "203.0.113.7");
  CHECK(archi.steam_id() == asf::twin_id{76561198006963719U, false});
  CHECK(archi.account_flags.number == 271073413);
  CHECK(*archi.nickname ==
        "\xc5\xb9r\xc3\xb3"
        "d\xc5\x82o \xe2\x98\x83");
  CHECK((archi.wallet_balance == 4661 && archi.wallet_currency.number == 6));
  const auto config = json::read<asf::bot_config>(archi.config);
  REQUIRE(config);
  CHECK((config->gaming_device_type.number == 1 && config->hours_until_card_drops == 3));
  CHECK((config->lootable_types.size() == 3 && config->lootable_types.begin()->number == 1));
  CHECK(at(config->steam_user_permissions, "76561198006963719").number == 3);
  CHECK(config->steam_master_clan_id() == asf::twin_id{0, false});
  const asf::bot idle = at(now.result, "idle");
  CHECK((idle.required_input == asf::input_type::two_factor_authentication && idle.public_ip.is_null()));

  const read_of<route::bots> old("asf_2018/bot_get.json");  // an array, and no configuration
  CHECK((old.result.size() == 1 && old.result.complete()));
  const asf::bot first = old.result.begin()->value;
  CHECK((first.name == "archi" && first.config.is_null() && first.nickname.absent()));
  CHECK(first.steam_id() == asf::twin_id{0, false});

  const read_of<route::bots> none("asf/bot_get_unknown_is_200_empty.json");
  CHECK((!none.reply.error && none.result.empty() && none.result.complete()));
  const read_of<route::configure_bots> posted("asf/bot_post.json");
  CHECK(at(posted.result, "archi"));
}

TEST_CASE("keys: that each was tried is success, what became of it is another matter") {
  const read_of<route::redeem> read("asf/redeem_partial_200_false.json");
  CHECK(read.reply.error == asf::errc::unsuccessful);
  const auto archi = at(read.result, "archi");
  const auto good = at(archi, "AAAAA-BBBBB-CCCCC");
  CHECK(*good->result == asf::purchase_result::no_detail);
  CHECK(*good->receipt->transaction_id == 18446744073709551615U);
  CHECK(good->receipt->error_string.absent());
  CHECK(*good->receipt->line_items.begin()->description == "Orwell");
  const auto bad = at(archi, "XXXXX-YYYYY-ZZZZZ");
  CHECK(asf::name_of(*bad->result) == "BadActivationCode");
  CHECK(bad->receipt->transaction_id.absent());
  CHECK(at(at(read.result, "idle"), "AAAAA-BBBBB-CCCCC").is_null());
}

TEST_CASE("licences") {
  const read_of<route::add_license> added("asf/addlicense.json");
  const auto of = at(added.result, "archi");
  CHECK(at(of.apps, "440").result == asf::eresult::ok);
  CHECK(at(of.packages, "1234").result == asf::eresult::timeout);
  CHECK(at(of.packages, "1234").detail == asf::purchase_result{4});
  const read_of<route::remove_license> removed("asf/removelicense.json");
  CHECK(at(removed.result, "archi").apps.is_null());
  CHECK(at(at(removed.result, "archi").packages, "1234") == asf::eresult::ok);
  const read_of<route::redeem_points> points("asf/redeempoints.json");
  CHECK(at(points.result, "archi") == asf::eresult::invalid_state);
}

TEST_CASE("background keys") {
  const read_of<route::background_keys> read("asf/bgr_get.json");
  const auto of = at(read.result, "archi");
  CHECK((of.unused_keys.empty() && at(of.used_keys, "AAAAA-BBBBB-CCCCC") == "Orwell"));
  const read_of<route::background_keys> old("asf_2018/bgr_get.json");
  CHECK(at(old.result, "archi").unused_keys.size() == 2);
  const read_of<route::add_background_keys> added("asf/bgr_post.json");
  CHECK(at(at(added.result, "archi"), "AAAAA-BBBBB-CCCCC") == "Orwell");
}

TEST_CASE("inventories") {
  const read_of<route::inventories> all("asf/inventory_info.json");
  const auto steam = at(at(all.result, "archi"), "753");
  CHECK((steam.asset_count == 12 && steam.inventory_logo.is_null() && steam.store_vetted));
  CHECK(at(steam.contexts, "6").id == 6);
  CHECK(at(all.result, "idle").is_null());
  const read_of<route::inventory> one("asf/inventory_items.json");
  const auto of = at(one.result, "archi");
  CHECK(of.assets.begin()->asset_id.value_or(0) == 9876543210123456789U);
  CHECK(of.assets.begin()->est_usd.absent());
  CHECK((*of.descriptions.begin()->name == "Card" && *of.descriptions.begin()->tradable));
  CHECK(of.descriptions.complete());
  CHECK(at(one.result, "idle").assets.is_null());
}

TEST_CASE("two-factor authentication: each bot has an envelope of its own") {
  const read_of<route::tokens> tokens("asf/tfa_token_mixed.json");
  CHECK(!tokens.reply.error);
  const auto good = at(tokens.result, "archi");
  CHECK((good.success && *good.result == "2GT4W"));
  const auto bad = at(tokens.result, "idle");
  CHECK((!bad.success && bad.result.is_null() && !bad.message->empty()));
  const read_of<route::confirmations> confirmations("asf/tfa_confirmations.json");
  const auto list = at(confirmations.result, "archi").result;
  REQUIRE(list.has_value());
  const asf::confirmation one = *list->begin();
  CHECK(
      (one.type == asf::confirmation_type::trade && one.creator_id == 7212345678U && one.id == 15812345678U));
  const read_of<route::import_authenticator> imported("asf/tfa_import.json");
  CHECK((at(imported.result, "archi").success && at(imported.result, "archi").result.absent()));
}

TEST_CASE("the rest") {
  const read_of<route::command> command("asf/command_ok.json");
  CHECK(*command.result == "\n<archi> ASF V6.3.9.6");
  CHECK(command.result->str() == "\n<archi> ASF V6.3.9.6");
  const read_of<route::command> unanswered("asf/command_null.json");
  CHECK((unanswered.result.is_null() && unanswered.reply.error == asf::errc::unsuccessful));
  const read_of<route::command> old("asf_2018/command.json");
  CHECK(*old.result == "\r\n<archi> ASF V3.0.5.3");
  const read_of<route::encrypt> encrypted("asf/encrypt_ok.json");
  CHECK(*encrypted.result == "bWFkZSB1cA==");
  const read_of<route::update> nothing_newer("asf/update_none.json");
  CHECK((nothing_newer.reply.error == asf::errc::unsuccessful && *nothing_newer.result == "6.3.9.6"));
  const read_of<route::log_file> log("asf/nlog_file.json");
  CHECK((log.result.total_lines == 41 && log.result.content.size() == 1));
  const read_of<route::type> type("asf/type_enum.json");
  CHECK((at(type.result.body, "PreRelease") == "2" &&
         *type.result.properties.underlying_type == "System.Byte"));
  CHECK(type.result.properties.custom_attributes.is_null());
  const read_of<route::type> object("asf/type_object.json");
  CHECK(*object.result.properties.custom_attributes.begin() == "PublicAPIAttribute");
  const read_of<route::type> old_type("asf_2018/type.json");
  CHECK(at(old_type.result.body, "AcceptGifts") == "System.Boolean");
  const read_of<route::structure> structure("asf_2018/structure.json");
  CHECK(structure.result.member("AcceptGifts").raw() == "false");
  const read_of<route::storage> storage("asf/storage_missing.json");
  CHECK((storage.result.is_null() && !storage.reply.error));
  const read_of<route::plugins> plugins("asf/plugins.json");
  CHECK((plugins.result.size() == 2 && plugins.result.begin()->version.parts[0] == 6));
  const read_of<route::bans> bans("asf/ipc_bans.json");
  CHECK((bans.result.size() == 2 && *++bans.result.begin() == "::1"));
  const read_of<route::release> release("asf/github_release.json");
  CHECK((release.result.stable && release.result.changelog_html == "<p>x</p>"));
  const read_of<route::wiki_history> history("asf/wiki_history.json");
  CHECK(history.result.begin()->value == *asf::date::parse("2026-08-06T10:00:00Z"));
  const read_of<route::health> health("asf/healthcheck_no_envelope.json");
  CHECK((health.result.status == asf::health::healthy && *health.result.status_text == "Healthy"));
  const read_of<route::swagger> swagger("asf/swagger_fragment_no_envelope.json");
  CHECK(swagger.result.member("openapi").raw() == "\"3.1.1\"");
  const read_of<route::token_dumper> dumper("asf/steamtokendumper_no_envelope.json");
  CHECK((dumper.result.plugin.is_null() && !dumper.result.enabled && !dumper.reply.error));
  const answered metrics(route::metrics, "# HELP asf_build_info\n", 200, "text/plain");
  CHECK((!metrics.reply.error && as_text(metrics.reply.body).starts_with("# HELP")));
}

TEST_CASE("an answer without a result has none") {
  for (const char* name : {"asf_2018/generic_ok.json", "asf_2018/generic_ok_null_result.json"}) {
    const answered done(route::start, sample(name));
    CHECK((!done.reply.error && done.reply.success == true && !done.reply.result.present()));
    CHECK(done.reply.message == "OK");
  }
  const answered mixed(route::start, sample("asf/bot_start_two_mixed.json"));
  CHECK(mixed.reply.error == asf::errc::unsuccessful);
  CHECK(mixed.reply.message == "Done!\nThis bot is already running!");
  CHECK(asf::result<route::bots>(mixed.reply).error().error == json::errc::missing);
}

TEST_CASE("why not") {
  const auto of = [](std::uint16_t status, const std::string& body, route which = route::bots,
                     const char* type = "application/json") {
    return answered(which, body, status, type).reply.error;
  };
  const answered unknown(route::start, sample("asf/bot_not_found_400.json"), 400);
  CHECK(unknown.reply.error == asf::errc::bad_request);
  CHECK(unknown.reply.message == "Couldn't find any bot named nope!");
  const answered wrong(route::bots, sample("asf/auth_401.json"), 401);
  CHECK(wrong.reply.error == asf::errc::unauthorized);
  CHECK((wrong.reply.refusal && wrong.reply.refusal->permanent && wrong.reply.refusal->status_code == 401));
  CHECK(of(403, sample("asf/auth_403_nopassword_permanent.json")) == asf::errc::forbidden);
  CHECK(of(403, sample("asf/auth_403_ratelimited.json")) == asf::errc::banned);
  CHECK(of(403, sample("asf/auth_403_ratelimited.json")) == condition::banned);
  CHECK(of(403, "") == asf::errc::forbidden);
  CHECK(of(401, "<html>", route::bots, "text/html") == asf::errc::unauthorized);
  const answered problem(route::command, sample("asf/problem_400_validation.json"), 400);
  CHECK(problem.reply.error == asf::errc::bad_request);
  CHECK(problem.reply.problem_title == "One or more validation errors occurred.");
  CHECK(*at(problem.reply.problem_errors, "request").begin() == "The request field is required.");
  const answered media(route::pause, sample("asf/problem_415.json"), 415,
                       "application/problem+json; charset=utf-8");
  CHECK(media.reply.error == asf::errc::unsupported_media);
  CHECK(media.reply.problem_title == "Unsupported Media Type");
  CHECK(of(404, "", route::bots, "") == asf::errc::not_found);
  CHECK(of(404, "<!doctype html><html></html>", route::bots, "text/html") == asf::errc::wrong_base_path);
  CHECK(of(404, "<!DOCTYPE html>", route::bots, "") == asf::errc::wrong_base_path);
  CHECK(of(200, "<html></html>", route::bots, "Text/HTML; charset=utf-8") == asf::errc::wrong_base_path);
  CHECK(of(200, "") == asf::errc::not_json);
  CHECK(of(200, "{\"Success\":true") == asf::errc::not_json);
  CHECK(of(200, "{\"Success\":true} {}") == asf::errc::not_json);
  CHECK(of(200, "[]") == asf::errc::not_an_envelope);
  CHECK(of(200, "{}") == asf::errc::not_an_envelope);
  CHECK(of(200, "{\"Success\":1}") == asf::errc::not_an_envelope);
  CHECK(of(200, "{}", route::other) == std::error_code{});
  CHECK(of(200, "{\"Success\":false}", route::other) == asf::errc::unsuccessful);
  CHECK(of(503, "{\"StatusText\":\"Unhealthy\",\"Status\":0}", route::health) == asf::errc::unavailable);
  CHECK(of(302, "") == asf::errc::redirected);
  CHECK(of(405, "") == asf::errc::not_allowed);
  CHECK(of(411, "") == asf::errc::unsupported_media);
  CHECK(of(414, "") == asf::errc::request_too_large);
  CHECK(of(418, "") == asf::errc::unexpected_status);
  CHECK(of(500, "") == condition::server);
  CHECK(of(503, "") == asf::errc::unavailable);
}

TEST_CASE("an unhealthy server says so under 503") {
  const read_of<route::health> sick("asf/healthcheck_no_envelope.json", 503);
  CHECK((sick.reply.error == asf::errc::unavailable && sick.result.status == asf::health::healthy));
}

TEST_CASE("statuses of 2017") {
  json::document document;
  const auto of = [&](std::uint16_t status, asf::dialect speaks) {
    return asf::read_answer({route::command, status, "", {}}, document, speaks).error;
  };
  CHECK(of(406, asf::dialect::ipc) == asf::errc::not_acceptable);
  CHECK(of(501, asf::dialect::ipc) == asf::errc::not_implemented);
  CHECK(of(503, asf::dialect::ipc) == asf::errc::owner_not_set);
  CHECK(of(503, asf::dialect::current) == asf::errc::unavailable);
  CHECK(of(401, asf::dialect::ipc) == asf::errc::unauthorized);
}

TEST_CASE("an envelope is told by its ends only where they are its own") {
  const auto of = [](std::string text) { return answered(route::bots, std::move(text)); };
  const auto usual = of(R"({"Result":{"a":[{"Success":false}]} ,"Message":"OK","Success":true } )");
  CHECK(usual.reply.success == true);
  CHECK(usual.reply.result.raw() == R"({"a":[{"Success":false}]})");
  CHECK(of(R"({"Result":null,"Message":null,"Success":false})").reply.success == false);
  // What one bot has to say is not what all have to say, nor is a text that looks like it.
  CHECK(!of(R"({"Result":{"a":{"Result":null,"Message":"OK","Success":true}}})").reply.success);
  CHECK(!of(R"({"Result":",\"Message\":\"OK\",\"Success\":true}"})").reply.success);
  CHECK(of(R"({"Result":{},"Message":"no","Success":false,"Other":{"Message":"OK","Success":true}})")
            .reply.success == false);
  const auto turned = of(R"({"Message":"OK","Success":true,"Result":{"a":1}})");
  CHECK(turned.reply.success == true);
  CHECK(turned.reply.result.raw() == R"({"a":1})");
  CHECK(of(R"({"Result":{"a":1},"Other":[],"Message":"OK","Success":true})").reply.result.raw() ==
        R"({"a":1})");
  for (const char* cut :
       {R"({"Result":{},"Message":"OK","Success":true)", R"({"Result":{},"Message":"OK","Success":1})",
        R"("Result":{},"Message":"OK","Success":true})", R"({"Result":,"Message":"OK","Success":true})"})
    CHECK_MESSAGE(of(cut).reply.error, cut);
}

TEST_CASE("members in any order, with others between them, and names of enums") {
  const answered odd(
      route::redeem_points,
      R"({"Success":true,"?":[{}],"Result":{"a":"RateLimitExceeded","b":777},"Message":"OK"})");
  const auto read = asf::result<route::redeem_points>(odd.reply);
  REQUIRE(read);
  CHECK(at(*read, "a") == asf::eresult{84});
  CHECK(static_cast<int>(at(*read, "b")) == 777);
}

TEST_CASE("however a body is cut, nothing beyond it is read") {
  const std::string body = sample("asf/bot_get_two.json");
  std::size_t fine = 0;
  for (std::size_t size = 0; size <= body.size(); size += size < 60 || size + 60 > body.size() ? 1 : 13) {
    const test::exact_memory cut(as_bytes(body).first(size));
    json::document document;
    const auto reply = asf::read_answer({route::bots, 200, "application/json", cut.view()}, document);
    fine += reply.error ? 0 : 1;
    if (const auto bots = asf::result<route::bots>(reply)) (void)bots->complete();
  }
  CHECK(fine == 1);
}

TEST_CASE("a body of a million brackets") {
  const std::string deep = R"({"Result":{"a":)" + std::string(1'000'000, '[') + std::string(1'000'000, ']') +
                           R"(},"Success":true})";
  const answered odd(route::bots, deep);
  CHECK(!odd.reply.error);
  const auto bots = asf::result<route::bots>(odd.reply);
  REQUIRE(bots);
  CHECK(bots->empty());
  CHECK(!bots->complete());
}

TEST_SUITE_END();
