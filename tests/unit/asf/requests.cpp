#include <algorithm>
#include <set>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/asf/find_route.hpp>
#include <gamewire/asf/requests.hpp>

#include "support/asf_samples.hpp"

using namespace gamewire;
using test::sample;

namespace {

/// "POST /Api/… {body}", with its fields before it.
template <class Request>
std::string made(const Request& what, const asf::address& to = {}) {
  const auto message = asf::make(what, to);
  if (!message) return "(" + message.error().message() + ")";
  CHECK(message->which() == asf::route_of(what));
  std::string text;
  for (const http1::header& one : message->headers())
    text += std::string(one.name) + ": " + std::string(one.value) + " ";
  text += std::string(message->method()) + " " + std::string(message->target());
  return message->body().empty() ? text : text + " " + std::string(as_text(message->body()));
}

/// The same of a request whose body is in a file.
std::string with_body(const std::string& line, const std::string& name) {
  return "Content-Type: application/json " + line + " " + sample("asf_requests/" + name + ".json");
}

constexpr const char* refused = "(this cannot be put on the wire)";
constexpr std::array<std::string_view, 1> one_key{"AAAAA-BBBBB-CCCCC"};
constexpr std::array<std::string_view, 1> items_matcher{"ItemsMatcherPlugin"};
constexpr std::array<std::uint32_t, 1> app{440};
constexpr std::array<std::uint32_t, 1> package{1234};
constexpr std::array<std::uint64_t, 1> creator{7212345678};
constexpr std::array<asf::background_key, 1> background{{{"AAAAA-BBBBB-CCCCC", "Orwell"}}};

}  // namespace

TEST_SUITE_BEGIN("asf requests");

TEST_CASE("the table has each route once, in the order of its enum, as it is to be asked") {
  std::set<std::string> seen;
  for (const asf::route_row& one : asf::route_table) {
    CAPTURE(one.path);
    CHECK(&asf::row(one.id) == &one);
    CHECK(seen.insert(std::string(one.method) + std::string(one.path)).second);
    CHECK((one.method == "GET" || one.method == "POST" || one.method == "DELETE"));
    CHECK((one.body == asf::body_shape::none || one.method == "POST"));
    CHECK((!one.is(asf::route_flags::repeatable) || one.method == "GET"));
    CHECK(std::ranges::count(one.path, '{') == std::ranges::count(one.path, '}'));
    CHECK(one.since >= asf::version{{3, 1, 0, 0}});
  }
  CHECK(seen.size() == 51);
  CHECK(asf::row(asf::route::other).path.empty());
}

TEST_CASE("of every route") {
  CHECK(made(asf::get_info{}) == "GET /Api/ASF");
  CHECK(made(asf::configure_asf{R"( {"a": 1} )"}) ==
        R"(Content-Type: application/json POST /Api/ASF {"GlobalConfig":{"a": 1}})");
  CHECK(made(asf::encrypt{asf::crypto_method::aes, "x"}) == with_body("POST /Api/ASF/Encrypt", "encrypt"));
  CHECK(made(asf::hash{asf::hashing_method::pbkdf2, "x"}) == with_body("POST /Api/ASF/Hash", "hash"));
  CHECK(made(asf::exit{}) == "POST /Api/ASF/Exit");
  CHECK(made(asf::restart{}) == "POST /Api/ASF/Restart");
  CHECK(made(asf::update{asf::update_channel::stable}) == with_body("POST /Api/ASF/Update", "update"));
  CHECK(made(asf::update{}) ==
        R"(Content-Type: application/json POST /Api/ASF/Update {"Channel":null,"Forced":false})");
  CHECK(made(asf::get_bots{"ASF"}) == "GET /Api/Bot/ASF");
  CHECK(made(asf::configure_bots{"a", R"({"Enabled":true,"SteamLogin":"login","SteamPassword":"secret"})"}) ==
        with_body("POST /Api/Bot/a", "bot_post"));
  CHECK(made(asf::delete_bots{"a"}) == "DELETE /Api/Bot/a");
  CHECK(made(asf::start{"a"}) == "POST /Api/Bot/a/Start");
  CHECK(made(asf::stop{"a"}) == "POST /Api/Bot/a/Stop");
  CHECK(made(asf::resume{"a"}) == "POST /Api/Bot/a/Resume");
  CHECK(made(asf::pause{"a", false, std::chrono::duration<std::uint16_t>(60)}) ==
        with_body("POST /Api/Bot/a/Pause", "pause"));
  CHECK(made(asf::redeem{"a", one_key}) == with_body("POST /Api/Bot/a/Redeem", "redeem"));
  CHECK(made(asf::redeem_points{"a", 7}) == "POST /Api/Bot/a/RedeemPoints/7");
  CHECK(made(asf::redeem_points{"a", 7, true}) == "POST /Api/Bot/a/RedeemPoints/7?forced=true");
  CHECK(made(asf::add_license{"a", app, package}) == with_body("POST /Api/Bot/a/AddLicense", "addlicense"));
  CHECK(made(asf::remove_license{"a", {}, package}) ==
        R"(Content-Type: application/json POST /Api/Bot/a/RemoveLicense {"Packages":[1234]})");
  CHECK(made(asf::get_inventories{"a"}) == "GET /Api/Bot/a/Inventory");
  CHECK(made(asf::get_inventory{"a", 753, 6}) == "GET /Api/Bot/a/Inventory/753/6");
  CHECK(made(asf::get_inventory{"a", 753, 18446744073709551615U, "polish"}) ==
        "GET /Api/Bot/a/Inventory/753/18446744073709551615?language=polish");
  CHECK(made(asf::get_background_keys{"a"}) == "GET /Api/Bot/a/GamesToRedeemInBackground");
  CHECK(made(asf::add_background_keys{"a", background}) ==
        with_body("POST /Api/Bot/a/GamesToRedeemInBackground", "bgr"));
  CHECK(made(asf::delete_background_keys{"a"}) == "DELETE /Api/Bot/a/GamesToRedeemInBackground");
  CHECK(made(asf::give_input{"a", asf::input_type::steam_guard, "ABCDE"}) ==
        with_body("POST /Api/Bot/a/Input", "input"));
  CHECK(made(asf::rename{"a", "new"}) == with_body("POST /Api/Bot/a/Rename", "rename"));
  CHECK(made(asf::get_tokens{"a"}) == "GET /Api/Bot/a/TwoFactorAuthentication/Token");
  CHECK(made(asf::get_confirmations{"a"}) == "GET /Api/Bot/a/TwoFactorAuthentication/Confirmations");
  CHECK(made(asf::handle_confirmations{"a", true, asf::confirmation_type::trade, creator, true}) ==
        with_body("POST /Api/Bot/a/TwoFactorAuthentication/Confirmations", "confirmations"));
  CHECK(
      made(asf::import_authenticator{"a", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="}) ==
      with_body("POST /Api/Bot/a/TwoFactorAuthentication", "mafile"));
  CHECK(made(asf::delete_authenticator{"a"}) == "DELETE /Api/Bot/a/TwoFactorAuthentication");
  CHECK(made(asf::command{"status ASF"}) == with_body("POST /Api/Command", "command"));
  CHECK(made(asf::get_log{}) == "GET /Api/NLog/File?count=100&lastAt=0");
  CHECK(made(asf::open_log_stream{}) == "GET /Api/NLog");
  CHECK(made(asf::get_type{"A.B+C"}) == "GET /Api/Type/A.B%2BC");
  CHECK(made(asf::get_structure{"A"}) == "GET /Api/Structure/A");
  CHECK(made(asf::get_storage{"k"}) == "GET /Api/Storage/k");
  CHECK(made(asf::set_storage{"k", "[1]"}) == "Content-Type: application/json POST /Api/Storage/k [1]");
  CHECK(made(asf::delete_storage{"k"}) == "DELETE /Api/Storage/k");
  CHECK(made(asf::get_plugins{}) == "GET /Api/Plugins");
  CHECK(made(asf::get_plugins{false, false}) == "GET /Api/Plugins?official=false&custom=false");
  CHECK(made(asf::update_plugins{{}, false, items_matcher}) ==
        with_body("POST /Api/Plugins/Update", "plugins_update"));
  CHECK(made(asf::get_bans{}) == "GET /Api/IPC/Bans");
  CHECK(made(asf::clear_bans{}) == "DELETE /Api/IPC/Bans");
  CHECK(made(asf::lift_ban{"::1"}) == "DELETE /Api/IPC/Bans/%3A%3A1");
  CHECK(made(asf::get_latest_release{}) == "GET /Api/WWW/GitHub/Release");
  CHECK(made(asf::get_release{"6.3.9.6"}) == "GET /Api/WWW/GitHub/Release/6.3.9.6");
  CHECK(made(asf::get_wiki_history{"Home"}) == "GET /Api/WWW/GitHub/Wiki/History/Home");
  CHECK(made(asf::get_wiki_page{"Home", "01ab"}) == "GET /Api/WWW/GitHub/Wiki/Page/Home?revision=01ab");
  CHECK(made(asf::get_health{}) == "GET /HealthCheck");
  CHECK(made(asf::get_swagger{}) == "GET /swagger/ASF/swagger.json");
  CHECK(made(asf::get_token_dumper{}) == "GET /Api/SteamTokenDumperPlugin/GlobalConfigExtension");
  CHECK(made(asf::get_metrics{}) == "GET /Api/metrics");
}

TEST_CASE("bots are one segment, whatever they are called") {
  CHECK(made(asf::get_bots{"a,b c#?/%\xc3\xa9"}) == "GET /Api/Bot/a%2Cb%20c%23%3F%2F%25%C3%A9");
  CHECK(made(asf::get_bots{"r!^b.*"}) == "GET /Api/Bot/r%21%5Eb.%2A");
  for (const char* wrong : {"", ".", "..", "\xff"}) CHECK(made(asf::get_bots{wrong}) == refused);
  CHECK(made(asf::get_bots{std::string(8192, 'a')}) == refused);
  CHECK(made(asf::get_bots{std::string(8168, 'a')}).size() ==
        8192 - std::string_view(" HTTP/1.1\r\n").size());
  CHECK(made(asf::get_bots{std::string(8169, 'a')}) == refused);
}

TEST_CASE("what the server would take for something else is refused") {
  CHECK(made(asf::redeem{"a", {}}) == refused);
  CHECK(made(asf::redeem_points{"a", 0}) == refused);
  CHECK(made(asf::add_license{"a"}) == refused);
  CHECK(made(asf::add_background_keys{"a", {}}) == refused);
  CHECK(made(asf::give_input{"a", asf::input_type::none, "x"}) == refused);
  CHECK(made(asf::give_input{"a", asf::input_type::login, ""}) == refused);
  CHECK(made(asf::rename{"a", ""}) == refused);
  CHECK(made(asf::command{""}) == refused);
  CHECK(made(asf::command{"\xff"}) == refused);
  CHECK(made(asf::encrypt{asf::crypto_method::aes, ""}) == refused);
  CHECK(made(asf::hash{asf::hashing_method::scrypt, ""}) == refused);
  CHECK(made(asf::get_log{0}) == refused);
  CHECK(made(asf::get_log{1, -1}) == refused);
  CHECK(made(asf::import_authenticator{"a", "x", ""}) == refused);
  for (const char* config : {"", "[]", "{", "{} {}", "{\"a\":1,}", "null"}) {
    CHECK(made(asf::configure_asf{config}) == refused);
    CHECK(made(asf::configure_bots{"a", config}) == refused);
  }
  CHECK(made(asf::set_storage{"k", "nul"}) == refused);
  CHECK(made(asf::set_storage{"k", "null"}) == "Content-Type: application/json POST /Api/Storage/k null");
}

TEST_CASE("an empty or invalid list of creators would be all of them") {
  constexpr std::array<std::uint64_t, 2> zero{1, 0};
  CHECK(made(asf::handle_confirmations{"a", true, {}, std::span<const std::uint64_t>{}}) == refused);
  CHECK(made(asf::handle_confirmations{"a", true, {}, zero}) == refused);
  CHECK(made(asf::handle_confirmations{"a", false}) ==
        R"(Content-Type: application/json POST /Api/Bot/a/TwoFactorAuthentication/Confirmations)"
        R"( {"Accept":false,"WaitIfNeeded":false})");
  std::array<std::uint64_t, 2> room{};
  const auto parsed = [&](std::vector<std::string_view> ids) { return asf::parse_creators(ids, room); };
  CHECK((*parsed({"7212345678"}))[0] == 7212345678U);
  for (const char* wrong : {"", "0", "-1", "1x", " 1", "18446744073709551616"})
    CHECK(parsed({"1", wrong}).error() == errc::invalid_argument);
  CHECK(parsed({}).error() == errc::invalid_argument);
  CHECK(parsed({"1", "2", "3"}).error() == errc::no_room);
}

TEST_CASE("the password goes where it arrives whole") {
  const asf::get_bots bots{"a"};
  CHECK(made(bots, {.base_path = "/ASF", .password = "p\xc3\xa9 w"}) ==
        "Authentication: p\xc3\xa9 w GET /ASF/Api/Bot/a");
  CHECK(made(bots, {.password = " p&"}) == "GET /Api/Bot/a?password=%20p%26");
  CHECK(made(asf::get_log{}, {.password = "a\nb"}) == "GET /Api/NLog/File?count=100&lastAt=0&password=a%0Ab");
  CHECK(made(asf::command{"x"}, {.password = "p"}) ==
        R"(Content-Type: application/json Authentication: p POST /Api/Command {"Command":"x"})");
  CHECK(asf::make(bots, {.base_path = "ASF"}).error() == errc::invalid_options);
  CHECK(asf::make(bots, {.base_path = "/ASF/"}).error() == errc::invalid_options);
}

TEST_CASE("dialects of 2017") {
  const asf::command what{"status ASF"};
  CHECK(made(what, {.speaks = asf::dialect::ipc}) == "GET /IPC?command=status%20ASF");
  CHECK(made(what, {.password = " p", .speaks = asf::dialect::ipc}) ==
        "GET /IPC?command=status%20ASF&password=%20p");
  CHECK(made(what, {.speaks = asf::dialect::path_command}) == "POST /Api/Command/status%20ASF");
}

TEST_CASE("any call") {
  CHECK(made(asf::call{"GET", "/Api/Cat?n=1"}) == "GET /Api/Cat?n=1");
  CHECK(made(asf::call{"GET", "/Api/Cat?n=1"}, {.password = " "}) == "GET /Api/Cat?n=1&password=%20");
  CHECK(made(asf::call{"POST", "/Api/Bot/a/SignInWithSteam", R"({"RedirectURL":"u"})"}) ==
        R"(Content-Type: application/json POST /Api/Bot/a/SignInWithSteam {"RedirectURL":"u"})");
  CHECK(made(asf::call{"GET", "Api"}) == refused);
  CHECK(made(asf::call{"GET", "/a b"}) == refused);
  CHECK(made(asf::call{"G T", "/a"}) == refused);
  CHECK(made(asf::call{"", "/a"}) == refused);
  CHECK(made(asf::call{"POST", "/a", "{"}) == refused);
}

TEST_CASE("a call by hand is of the route that it meets") {
  using enum asf::route;
  CHECK(asf::find_route("GET", "/Api/ASF") == asf_info);
  CHECK(asf::find_route("POST", "/api/asf") == configure_asf);
  CHECK(asf::find_route("POST", "/Api/Bot/a%2Fb,c/Pause") == pause);
  CHECK(asf::find_route("GET", "/Api/Bot/a/Inventory") == inventories);
  CHECK(asf::find_route("GET", "/Api/Bot/a/Inventory/753/6?language=english") == inventory);
  CHECK(asf::find_route("POST", "/Api/Bot/a/RedeemPoints/7") == redeem_points);
  CHECK(asf::find_route("GET", "/Api/NLog/File?count=1") == log_file);
  CHECK(asf::find_route("GET", "/HealthCheck") == health);
  for (const char* target :
       {"", "/", "/Api", "/Api/ASF/", "/Api/Bot/", "/Api/Bot//Inventory", "/Api/Bot/a/Cat"})
    CHECK(asf::find_route("GET", target) == other);
  CHECK(asf::find_route("PUT", "/Api/ASF") == other);
  CHECK(asf::make(asf::call{"POST", "/Api/Bot/a/Redeem", "{}"})->secret());
}

TEST_SUITE_END();
