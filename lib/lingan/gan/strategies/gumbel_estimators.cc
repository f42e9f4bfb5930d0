#include <lingan/gan/strategies/gumbel_estimators.h>

#include <array>

#include <lingan/gan/strategies/gumbel_estimator_cards.h>
#include <lingan/gan/strategies/gumbel_noise.h>

namespace lingan {

#define VARIANT(name) GumbelEstimator name;
#include <lingan/gan/strategies/gumbel_estimators.def>
#undef VARIANT

namespace {

/// `value` forward, the gradient of `surrogate` backward.
torch::Tensor with_gradient_of(const torch::Tensor& surrogate, const torch::Tensor& value) {
  return value.detach() + (surrogate - surrogate.detach());
}

torch::Tensor one_hot(const GumbelDraw& draw) {
  return torch::one_hot(draw.hard, draw.logits.size(1)).to(draw.logits.dtype());
}

/// o + g for noise g under which `hard` is the argmax: Maddison et al. 2014, by exponential numbers
/// E = e^-g. Its largest entry is ln sum e^o - ln E_D.
torch::Tensor perturbed_given_argmax(const GumbelDraw& draw, int64_t number) {
  const auto logits = draw.logits.detach();
  RandomStream stream = draw.stream;
  stream.purpose = Purpose::kConditionalNoise;
  const auto exponential =
      torch::exp(-gumbel_noise(stream, draw.first_row, draw.position * draw.draws + number, logits))
          .to(logits.dtype());
  const auto log_sum = torch::logsumexp(logits, 1, true);
  const auto index = draw.hard.unsqueeze(1);
  const auto of_hard = exponential.gather(1, index);
  const auto others = -torch::log(exponential / logits.exp() + of_hard / log_sum.exp());
  return others.scatter(1, index, log_sum - torch::log(of_hard));
}

}  // namespace

torch::Tensor soft_estimator(const GumbelDraw& draw) {
  auto soft = torch::softmax(draw.backward_beta * draw.perturbed, 1);
  if (draw.backward_beta == draw.beta) return soft;
  return with_gradient_of(soft, torch::softmax(draw.beta * draw.perturbed.detach(), 1));
}

torch::Tensor straight_through_estimator(const GumbelDraw& draw) {
  return with_gradient_of(torch::softmax(draw.backward_beta * draw.perturbed, 1), one_hot(draw));
}

torch::Tensor plain_straight_through_estimator(const GumbelDraw& draw) {
  return with_gradient_of(torch::softmax(draw.backward_beta * draw.logits, 1), one_hot(draw));
}

torch::Tensor gumbel_rao_estimator(const GumbelDraw& draw) {
  torch::Tensor sum = torch::zeros_like(draw.logits);
  for (int64_t number = 0; number < draw.draws; ++number) {
    const auto perturbed = with_gradient_of(draw.logits, perturbed_given_argmax(draw, number));
    sum = sum + torch::softmax(draw.backward_beta * perturbed, 1);
  }
  return with_gradient_of(sum / static_cast<double>(draw.draws), one_hot(draw));
}

torch::Tensor reinmax_estimator(const GumbelDraw& draw) {
  const auto hard = one_hot(draw);
  const auto scaled = draw.backward_beta * draw.logits;
  const auto p = torch::softmax(scaled, 1);
  // A softmax of the value (p + D) / 2 whose logits move as o does.
  const auto midpoint = torch::log((p.detach() + hard) / 2);
  const auto second = torch::softmax(with_gradient_of(draw.logits, midpoint), 1);
  return with_gradient_of(2 * second - torch::softmax(draw.logits, 1) / 2, hard);
}

torch::Tensor gapped_straight_through_estimator(const GumbelDraw& draw) {
  const auto logits = draw.logits.detach();
  const auto index = draw.hard.unsqueeze(1);
  const auto largest = logits.amax(1, true);
  const auto lowered = logits - torch::relu(logits - largest + draw.gap);
  const auto moved = lowered.scatter(1, index, largest);
  return with_gradient_of(
      torch::softmax(draw.backward_beta * with_gradient_of(draw.logits, moved), 1), one_hot(draw));
}

torch::Tensor softmax_estimator(const GumbelDraw& draw) {
  return torch::softmax(draw.backward_beta * draw.logits, 1);
}

GumbelEstimator& gumbel_estimator(std::string_view name) {
#define VARIANT(name) name,
  static constexpr auto kEstimators = std::to_array<GumbelEstimator*>({
#include <lingan/gan/strategies/gumbel_estimators.def>
  });
#undef VARIANT
  const GumbelEstimatorCard& card = find_card(gumbel_estimators(), name, "estimator");
  return *kEstimators[&card - gumbel_estimators().data()];
}

}  // namespace lingan
