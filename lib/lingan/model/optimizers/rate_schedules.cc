#include <lingan/model/optimizers/rate_schedules.h>

#include <cmath>
#include <numbers>

namespace lingan {

RateSchedule constant_rate_card() {
  return {.name = "constant",
          .summary = "the same rate throughout",
          .paper = "Robbins and Monro 1951",
          .left = [](double) { return 1.0; }};
}

RateSchedule cosine_rate_card() {
  return {.name = "cosine",
          .summary = "falls as half a wave: slowly, fast, slowly",
          .paper = "Loshchilov and Hutter 2017 (SGDR)",
          .left = [](double p) { return (1 + std::cos(std::numbers::pi * p)) / 2; }};
}

RateSchedule linear_rate_card() {
  return {.name = "linear",
          .summary = "falls by the same amount at every step",
          .paper = "Devlin et al. 2019 (BERT)",
          .left = [](double p) { return 1 - p; }};
}

}  // namespace lingan
