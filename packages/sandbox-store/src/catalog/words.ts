/** Words for seeded catalogs: trades in English, and alt text in the scripts that break careless software. */
import type { Subject } from '../pictures/subjects.ts';

/** What a trade calls its products. */
export const trades: Record<
  Subject,
  { readonly prefix: string; readonly nouns: readonly string[]; readonly price: readonly [number, number] }
> = {
  mug: { prefix: 'MUG', nouns: ['Stoneware Mug', 'Espresso Cup', 'Camp Mug', 'Latte Bowl'], price: [9, 28] },
  lamp: { prefix: 'LMP', nouns: ['Table Lamp', 'Reading Lamp', 'Bedside Lamp'], price: [39, 189] },
  shoe: { prefix: 'SHO', nouns: ['Canvas Sneaker', 'Trail Runner', 'Deck Shoe'], price: [49, 159] },
  chair: { prefix: 'CHR', nouns: ['Dining Chair', 'Desk Chair', 'Side Chair'], price: [89, 420] },
  bottle: { prefix: 'BTL', nouns: ['Olive Oil', 'Elderflower Cordial', 'Wine Vinegar'], price: [6, 34] },
  bag: { prefix: 'BAG', nouns: ['Market Tote', 'Weekend Bag', 'Canvas Shopper'], price: [19, 149] },
  clock: { prefix: 'CLK', nouns: ['Alarm Clock', 'Mantel Clock', 'Wall Clock'], price: [24, 130] },
  pot: { prefix: 'POT', nouns: ['Terracotta Planter', 'Herb Pot', 'Glazed Planter'], price: [8, 64] },
  book: { prefix: 'BKS', nouns: ['Field Notebook', 'Weekly Planner', 'Sketchbook'], price: [7, 32] },
  hat: { prefix: 'HAT', nouns: ['Straw Hat', 'Felt Fedora', 'Sun Hat'], price: [18, 95] },
};

export const makers = [
  'Alder',
  'Birch & Co',
  'Søndag',
  'Kestrel',
  'Maison Été',
  'Northlight',
  'Ōkami',
  'Tern',
];
export const finishes = ['Moss', 'Saffron', 'Ink', 'Clay', 'Chalk', 'Plum', 'Sky', 'Rust'];

type Phrase = (noun: string, finish: string, view: number) => string;
const views = (...names: readonly [string, ...string[]]) => {
  return (view: number): string => names[view % names.length] ?? names[0];
};
const german = views('Vorderansicht', 'Rückseite', 'Nahaufnahme', 'Größenvergleich');
const french = views('vue de face', 'détail du tissage', 'arrière', 'à côté d’une fenêtre');
const polish = views('widok z przodu', 'zbliżenie', 'tył', 'wnętrze');
const vietnamese = views('mặt trước', 'cận cảnh', 'phía sau', 'trong phòng khách');
const russian = views('вид спереди', 'крупный план', 'вид сзади', 'в интерьере');
const greek = views('μπροστινή όψη', 'λεπτομέρεια', 'πίσω όψη', 'στο σαλόνι');
const arabic = views('من الأمام', 'صورة مقرّبة', 'من الخلف', 'في غرفة المعيشة');
const hebrew = views('מבט מלפנים', 'תקריב', 'מבט מאחור', 'בסלון');
const japanese = views('正面', '質感のアップ', '背面', 'リビングに置いた様子');
const korean = views('정면', '근접 사진', '뒷면', '거실에 놓인 모습');
const chinese = views('正面图', '细节特写', '背面图', '客厅场景');
const hindi = views('सामने का दृश्य', 'नज़दीकी चित्र', 'पीछे का दृश्य', 'बैठक में');
const english = views('front view', 'close-up of the texture', 'seen from behind', 'beside a window');

/** Alt-text makers; a seeded image picks one. The first is the most common one. */
export const phrases: readonly Phrase[] = [
  (noun, finish, view) => `${noun} in ${finish.toLowerCase()}, ${english(view)}`,
  (noun, finish, view) => `${noun} „${finish}“ – ${german(view)}`,
  (noun, finish, view) => `${noun} ${finish} : ${french(view)}`,
  (noun, finish, view) => `${noun} (${finish}), ${polish(view)}`,
  (noun, finish, view) => `${noun} ${finish}, ${vietnamese(view)}`,
  (noun, finish, view) => `${noun} «${finish}», ${russian(view)}`,
  (noun, finish, view) => `${noun} ${finish}, ${greek(view)}`,
  (noun, finish, view) => `${noun} ${finish} ${arabic(view)}`,
  (noun, finish, view) => `${noun} ${finish} – ${hebrew(view)}`,
  (noun, finish, view) => `${noun}「${finish}」${japanese(view)}`,
  (noun, finish, view) => `${noun} ${finish} ${korean(view)}`,
  (noun, finish, view) => `${noun}（${finish}）${chinese(view)}`,
  (noun, finish, view) => `${noun} ${finish}, ${hindi(view)}`,
  (noun, finish, view) => `${noun} ✨ ${finish} 👩🏽‍🌾 ${english(view)}`,
  // Decomposed on purpose: the accents are characters of their own and must stay so.
  (noun, finish, view) => `${noun} ${finish}, cafe\u0301 cre\u0300me, ${english(view)}`,
  (noun, finish) => `"${noun}" & <${finish}>; 30 % off, it's 5' 2" — a=b, c\\d`,
];
