/// What goes over the wire in A2S, in hex, for scripts.
#pragma once

#include <string>

namespace gamewire::test::a2s_wire {

inline const std::string info_request = "FF FF FF FF 54 \"Source Engine Query\" 00 ";
inline const std::string players_request = "FF FF FF FF 55 ";  // a challenge follows
inline const std::string rules_request = "FF FF FF FF 56 ";    // here too
inline const std::string get_challenge = "FF FF FF FF 57";
inline const std::string ping_request = "FF FF FF FF 69";

inline const std::string no_challenge = "FF FF FF FF ";
inline const std::string zero_challenge = "00 00 00 00 ";
inline const std::string challenge_header = "FF FF FF FF 41 ";

inline const std::string info_answer =
    "FF FF FF FF 49 11 \"Test\" 00 \"de_dust\" 00 \"cstrike\" 00 \"CS\" 00 F0 00 03 10 01 64 6C 00 01 "
    "\"1.0\" 00 00";
inline const std::string goldsource_answer =
    "FF FF FF FF 6D \"127.0.0.1:27015\" 00 \"Test\" 00 \"de_dust\" 00 \"cstrike\" 00 \"CS\" 00 03 10 2F 64 "
    "6C 00 00 01 01";
inline const std::string players_answer = "FF FF FF FF 44 01 00 \"Alice\" 00 05 00 00 00 00 00 80 3F";
inline const std::string rules_answer = "FF FF FF FF 45 01 00 \"mp_timelimit\" 00 \"30\" 00";
inline const std::string ping_answer = "FF FF FF FF 6A 00";
inline const std::string print_answer = "FF FF FF FF 6C \"You are banned\" 00";

}  // namespace gamewire::test::a2s_wire
