/// The server side of A2S.
#include <array>
#include <string>

#include <gamewire/a2s/responder.hpp>
#include <gamewire/system.hpp>

#include "a2s_encode.hpp"
#include "choice.hpp"
#include "hub.hpp"

namespace gamewire::python {

namespace {

constexpr const char* module_name = "gamewire.a2s";

using a2s::request_type;
using a2s::responder;
using self = held<responder>;

constexpr choice<request_type, 5> questions{{{"info", request_type::info},
                                             {"players", request_type::players},
                                             {"rules", request_type::rules},
                                             {"challenge", request_type::get_challenge},
                                             {"ping", request_type::ping}}};
constexpr choice<responder::verdict, 6> verdicts{
    {{"answered", responder::verdict::answered},
     {"challenged", responder::verdict::challenged},
     {"nothing published", responder::verdict::nothing_published},
     {"too short", responder::verdict::too_short},
     {"rate limited", responder::verdict::rate_limited},
     {"queue full", responder::verdict::queue_full}}};
constexpr choice<a2s::split_form, 3> forms{{{"source", a2s::split_form::source},
                                            {"source-2006", a2s::split_form::source_2006},
                                            {"goldsource", a2s::split_form::goldsource}}};

/// Sixteen bytes, or the system's own choice.
siphash_key to_key(const py::object& secret) {
  siphash_key key{};
  const auto room = std::as_writable_bytes(std::span(key));
  if (secret.is_none()) {
    check(system::fill_random(room));
    return key;
  }
  const buffer given(secret);
  const bytes in = given;
  if (in.size() != room.size()) raise_usage("a secret has 16 bytes");
  std::ranges::copy(in, room.begin());
  return key;
}

std::unique_ptr<self> make_responder(const py::object& secret, double challenge_lifetime,
                                     std::uint16_t max_datagram, const std::string& form, bool compress,
                                     std::uint32_t rate, std::uint32_t burst, std::uint32_t max_queue,
                                     double closing_timeout, std::uint64_t seed) {
  const a2s::responder_options options{.secret = to_key(secret),
                                       .challenge_lifetime = to_nanoseconds(challenge_lifetime),
                                       .max_datagram = max_datagram,
                                       .form = chosen(forms, form, "form"),
                                       .compress = compress,
                                       .rate = rate,
                                       .burst = burst,
                                       .max_queue = max_queue,
                                       .closing_timeout = to_nanoseconds(closing_timeout),
                                       .seed = seed};
  check(options.validate());
  return std::make_unique<self>(options);
}

}  // namespace

template <>
struct teller<responder> {
  py::object operator()(const responder::queried& what) const {
    static constinit record type(module_name, "Queried", {"address", "what", "became"});
    return type.make(what.from, name_in(questions, what.what), name_in(verdicts, what.became));
  }
  py::object operator()(const responder::refused& what) const {
    static constinit record type(module_name, "Refused", {"address", "error"});
    return type.make(what.from, error_object(what.error));
  }
  py::object operator()(const closed& what) const { return tell(what); }
};

void bind_a2s_responder(py::module_& module) {
  const a2s::responder_options usual;
  auto made =
      bind_hub<responder>(module, "A2SResponder",
                          "The server side of A2S: answers from what was published, and challenges first.");
  made.def(py::init(&make_responder), py::kw_only(), "secret"_a = py::none(),
           "challenge_lifetime"_a = to_seconds(usual.challenge_lifetime),
           "max_datagram"_a = usual.max_datagram, "form"_a = "source", "compress"_a = usual.compress,
           "rate"_a = usual.rate, "burst"_a = usual.burst, "max_queue"_a = usual.max_queue,
           "closing_timeout"_a = to_seconds(usual.closing_timeout), "seed"_a = 0)
      .def(
          "publish",
          [](self& m, const py::object& reply) {
            const std::vector<std::byte> message = to_message(reply);
            check(m.call([&](responder& r) { return r.publish(message); }));
          },
          "reply"_a,
          "Takes an `Info`, `Players` or `Rules`, or the bytes of such a reply, in place of the one of its "
          "kind.")
      .def(
          "withdraw",
          [](self& m, const std::string& what) {
            const request_type type = chosen(questions, what, "what");
            m.call([&](responder& r) { r.withdraw(type); });
          },
          "what"_a, "Answers no more questions of this kind: \"info\", \"players\" or \"rules\".");
}

}  // namespace gamewire::python
