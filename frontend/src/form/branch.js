/**
 * Where a branch leaves its run.
 *
 * @import {Branch} from './runForm.js'
 */
import {h} from '../dom.js';
import {link} from '../router.js';
import {freshId} from './controls.js';

/**
 * @param {Branch} branch its step is changed by the input
 */
export function branchPanel(branch) {
  const id = freshId();
  const input = h('input', {
    type: 'text',
    inputmode: 'numeric',
    id,
    autocomplete: 'off',
    value: branch.step === null ? '' : String(branch.step),
    placeholder: 'the start',
    oninput: () => {
      const step = Number(input.value.trim());
      branch.step = input.value.trim() === '' || !Number.isInteger(step) || step < 1 ? null : step;
    },
  });
  return h(
    'section',
    {class: 'panel branch'},
    h('p', {}, 'What you change below holds from the step on where the fork leaves ', h('a', {href: link(['runs', branch.from])}, 'its run'), '. Until then both are equal, bit by bit.'),
    h('div', {class: 'field'}, h('label', {for: id}, 'Leaves after step'), input, h('p', {class: 'help'}, 'Empty: from the start, with the same seed and batches.')),
  );
}
