#include <lingan/engine/rollouts/cpu_rollouts.h>

#include <utility>

#include <lingan/engine/rollouts/request_checks.h>

namespace lingan::engine {

CpuRollouts::CpuRollouts(std::unique_ptr<const Stepper> stepper, const SpecialTokens& specials)
    : stepper_(std::move(stepper)), specials_(specials) {
  check_specials(specials, stepper_->vocabulary_size());
}

}  // namespace lingan::engine
