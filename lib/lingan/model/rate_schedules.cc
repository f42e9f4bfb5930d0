#include <lingan/model/rate_schedules.h>

#include <array>
#include <cmath>
#include <numbers>

namespace lingan {
namespace {

constexpr std::array kSchedules = {
    RateSchedule{"constant", "the same rate throughout", "Robbins and Monro 1951",
                 [](double) { return 1.0; }},
    RateSchedule{"cosine", "falls as half a wave: slowly, fast, slowly",
                 "Loshchilov and Hutter 2017 (SGDR)",
                 [](double p) { return (1 + std::cos(std::numbers::pi * p)) / 2; }},
    RateSchedule{"linear", "falls by the same amount at every step", "Devlin et al. 2019 (BERT)",
                 [](double p) { return 1 - p; }},
};

}  // namespace

std::span<const RateSchedule> rate_schedules() { return kSchedules; }

}  // namespace lingan
