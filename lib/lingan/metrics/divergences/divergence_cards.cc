#include <string_view>

#include <lingan/metrics/metric_cards.h>

namespace lingan::metrics {
namespace {

MetricCard card(std::string_view name, std::string_view summary, std::string_view paper) {
  return {.name = name,
          .summary = summary,
          .paper = paper,
          .direction = Direction::kLowerIsBetter,
          .needs = Needs::kModel,
          .of_distributions = true};
}

}  // namespace

MetricCard kl_forward_card() {
  return card("kl-forward", "nats per sentence, KL of an oracle or a grammar from the generator",
              "Kullback and Leibler 1951");
}

MetricCard kl_reverse_card() {
  return card("kl-reverse", "nats per sentence, KL of the generator from the oracle or grammar",
              "Kullback and Leibler 1951");
}

MetricCard jeffreys_card() {
  return card("jeffreys", "nats per sentence, kl-forward and kl-reverse together", "Jeffreys 1946");
}

MetricCard js_card() {
  return card("js", "nats per sentence, Jensen-Shannon divergence of the two, 0..0.693",
              "Lin 1991");
}

MetricCard bhattacharyya_card() {
  return card("bhattacharyya", "nats per sentence, Bhattacharyya distance of the two",
              "Bhattacharyya 1943; Alihosseini et al. 2019");
}

}  // namespace lingan::metrics
