// Whatever drives a machine, it tells the same. Asio does so in asio_equivalence.cpp.
#include "conversations.hpp"
#include "every_driver.hpp"

using namespace conversations;

namespace {

constexpr subject drivers[]{
    {"blocking", play_over<blocking::peer<client>>},
#ifdef GAMEWIRE_EPOLL
    {"epoll", play_over<on_epoll::peer<client>>},
#endif
};

}  // namespace

TEST_CASE("every driver tells of the same conversation the same") { compare_scenarios(drivers); }

TEST_CASE("so they do of every vector that needs no time-out") { compare_vectors(drivers); }
