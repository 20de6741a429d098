/* SPDX-License-Identifier: Apache-2.0 */
/* Written by tools/make-common-words; see data/SOURCES.md. */
#include "story/common-words.h"

const struct vdt_common_words vdt_common_words[] = {
    { 200,
      "the to " },
    { 199,
      "a and of " },
    { 198,
      "in " },
    { 183,
      "for " },
    { 178,
      "is " },
    { 174,
      "that " },
    { 167,
      "on " },
    { 166,
      "s " },
    { 161,
      "with " },
    { 149,
      "at " },
    { 147,
      "are " },
    { 146,
      "as " },
    { 143,
      "from " },
    { 141,
      "by " },
    { 134,
      "it " },
    { 132,
      "an " },
    { 125,
      "have " },
    { 120,
      "be " },
    { 108,
      "was " },
    { 106,
      "people " },
    { 103,
      "will " },
    { 100,
      "not " },
    { 99,
      "this " },
    { 98,
      "after " },
    { 92,
      "has " },
    { 87,
      "new " },
    { 86,
      "one " },
    { 81,
      "they two united " },
    { 80,
      "but its " },
    { 79,
      "first his which " },
    { 78,
      "their " },
    { 77,
      "or " },
    { 76,
      "all " },
    { 72,
      "i more " },
    { 71,
      "been " },
    { 70,
      "he president states who " },
    { 68,
      "over you " },
    { 66,
      "were " },
    { 64,
      "also " },
    { 63,
      "if " },
    { 62,
      "time " },
    { 61,
      "government there " },
    { 60,
      "about " },
    { 59,
      "can had into would " },
    { 58,
      "out so " },
    { 57,
      "up when " },
    { 56,
      "least " },
    { 55,
      "killed other state " },
    { 52,
      "minister t than we " },
    { 51,
      "some " },
    { 50,
      "no u year " },
    { 49,
      "1 do three us " },
    { 47,
      "against what " },
    { 46,
      "country day years " },
    { 45,
      "world " },
    { 44,
      "2 like " },
    { 43,
      "between my " },
    { 42,
      "city police since them " },
    { 41,
      "may national only " },
    { 40,
      "announces being during says south your " },
    { 39,
      "former just prime " },
    { 38,
      "000 any me " },
    { 37,
      "while " },
    { 36,
      "go now " },
    { 35,
      "3 before get including international last most near " },
    { 34,
      "because death four well " },
    { 33,
      "court following know many military take then these very " },
    { 32,
      "5 attack could off our war " },
    { 31,
      "10 al don due forces good how north party reports said " },
    { 30,
      "american china her injured others security " },
    { 29,
      "4 back five general group him m second should work " },
    { 28,
      "another days down election even make where " },
    { 27,
      "around killing made old place say see way " },
    { 26,
      "19 found number under use " },
    { 25,
      "did leader million same several six through " },
    { 24,
      "11 20 6 am both dead end fire high home iraq much nations russia she still " },
    { 23,
      "army best house members next part right service such those want week " },
    { 22,
      "15 air going great re russian think " },
    { 21,
      "12 30 7 british here hours long need record " },
    { 20,
      "24 according called case d european foreign help india israel man office order public really used " },
    { 19,
      "area capital cases however iran kills life officials power province town " },
    { 18,
      "afghanistan arrested attacks call car claims company find food held israeli kingdom korea later let "
      "past person presidential reported republic rights soldiers union until without york " },
    { 17,
      "8 again border central children covid does family federal force give head health human left major "
      "months never news northern opposition pakistan political region report secretary seven today west " },
    { 16,
      "100 14 authorities bomb council countries deaths democratic few france law little local month open "
      "own protests put suicide support syrian thousands toll too " },
    { 15,
      "13 16 25 50 9 across anti based change deal east ever far french information ll march militants "
      "parliament please set southern system times troops within " },
    { 14,
      "18 arrest australia bank better charges chinese civil close coast come control department eight "
      "elections emergency every governor having history islamic japan john kill known large look making "
      "meeting missing must oil outside possible recent response school show team thanks third took total "
      "university using ve wins " },
    { 13,
      "17 agency agreement already always away billion business california calls canada chief com continue "
      "different e each early expected final free gas got iraqi island issues largest leave member nuclear "
      "official palestinian protest run sea september shot small something start suspected syria though "
      "told women workers " },
    { 12,
      "administration age ago alleged along among become bill bush confirmed defense died district doing "
      "feel full further george germany indian investigation leaders led london lot makes media men mexico "
      "money night nine plan plans prison protesters released return saying sure taken taking things try "
      "turkey uk visit vote weeks went " },
    { 11,
      "21 40 able airport amid april becomes bringing building bus c came civilians de dies done earlier "
      "england experience front hit january keep live main might ministry move murder name non once pay "
      "peace point process received result results rules saudi social space special staff strike supreme "
      "taliban ten test trump trying western why win woman working wounded yet " },
    { 10,
      "200 22 23 500 action actually africa african almost although anyone areas armed attempt australian "
      "ban begins believe board bombing care center claim comes commission decision despite die donald "
      "earthquake eastern energy europe face fighting gaza given groups heavy important iranian july "
      "justice kind league less line looking love mass meet october officers organization per philippines "
      "post price probably problem program related sent series services shooting station storm talks texas "
      "thing top trial ukraine votes wanted washington water weapons whether white yesterday " },
    { 9,
      "2001 2010 2011 act america announced anything august baghdad begin big campaign canadian carrying "
      "caused charged cities committee conflict crashes crisis current david didn drug economic elected "
      "enough enron explosion fact flight football form friday future game getting global half hard hold "
      "hope hospital hundreds increase injuring intelligence ireland issue italy judge june korean late "
      "leaving legal level list mark market nation nationwide november operation orders places polls "
      "question questions real resigns san seen senate single site someone spain started stop takes tell "
      "term thank thought together trade travel vaccine violence voters won " },
    { 8,
      "00 2000 2004 2012 26 27 28 60 accused afghan ahead allegedly allow announce arab arabia ask asked "
      "assembly bad base bbc beginning bit brazil candidate church citizens clashes coalition community "
      "conference congress county currently daily date december declares development discuss egypt either "
      "else everything example financial german highest highly indonesia instead interest involved islands "
      "japanese job launch lead light likely living means morning movement nearly nice nothing obama p "
      "parts phone pm press pro problems provide qaeda rebels recently recommend red release remain "
      "reportedly research responsibility review role room ruling season send senior sentenced soon stay "
      "strikes study talk terrorism terrorist train turkish un understand upon vice video w yes " },
    { 7,
      "0 2005 2007 2008 2015 2016 31 above access agree aid approves authority b becoming began behind "
      "believed below black body buy calling camp cannot cause charge child clear co coming confirms "
      "continues corruption couple course crash criminal cup cut data director discovered dozens egyptian "
      "english especially everyone february fight fine florida forward friend gave goes guilty gunmen hand "
      "homes hour http ii incident include injures inside internet italian key land launches majority mayor "
      "mean medical michael middle minutes missile monday named natural needs nigeria officer ongoing "
      "operations pakistani pandemic paris park period personal plane policy position positive previous "
      "quite read regarding representatives republican request restrictions river round sanctions search "
      "ship short side sign signs situation spread st street strong students sudan sunday thailand thursday "
      "via website whole young zealand " },
    { 6,
      "2003 2006 2009 2013 2014 29 300 35 80 additional address affairs aircraft allegations allowed "
      "americans amount attached available barack boat born bring cabinet centre chairman changes check "
      "claimed closed comments companies concerns connection considered convicted cost crew crimes cross "
      "damage defence democracy deputy doesn earth education effect effort efforts email entire etc event "
      "events evidence excellent exchange executive f fall female flooding floods fourth friends fully "
      "games gives grand ground guard gulf guys hamas himself hits hong hotel hurricane illegal independent "
      "isil itself king kong language leading leaves libya lives longer lost magnitude malaysia management "
      "maybe message mind mine mission muslim nasa nato navy needed note offer officially often ok online "
      "ordered outbreak parliamentary parties paul percent planned plant play poor pope popular population "
      "port pretty previously prices private professional project proposed quality raid rate reach reason "
      "rebel receive referendum releases remains remember residents resignation restaurant rises risk road "
      "robert rocket running scheduled schools self senator sex significant similar society sometimes son "
      "spanish star statement step strip suspect taiwan television territory threat tomorrow tried turn "
      "ukrainian vehicle venezuela village wait weekend wife works worst worth www yemen " },
    { 5,
      "2002 2017 2020 32 400 45 70 abuse accident accuses actions activities addition affected agrees ali "
      "ambassador angeles anniversary answer appeal approved arms asia association attacked attend "
      "attention attorney bangladesh bans battle bay beautiful became bin bodies bomber bombings bombs book "
      "break brought build captured causing century certain championship civilian clean climate club "
      "college common complete computer concern conditions congo consider constitution contact coup create "
      "credit culture decided declared defeat definitely denies described destroyed detained difficult "
      "disaster disease dr draft driver easy economy effective el elect embassy employees enter eu explodes "
      "failed father felt figure file film finally fired flights forced fraud freedom friendly fuel fund "
      "girl greece green happy hear heard helicopter houston idea immediately independence industry "
      "injuries insurgents involvement irish islamist issued james joe join joint kabul kim l la labour "
      "lack launched lebanon letter located location lockdown los low mail manager marriage matter measures "
      "mexican mid migrants miles militant moon moscow moving multiple myanmar netherlands network o "
      "offensive ones opening opens owned owner pacific palestinians parents particular pass passes "
      "planning points poland potential premier present pressure prevent prisoners prize products "
      "protection provided published putin quickly race rain range rather reaches ready receives regional "
      "relations religious required rescue resolution responsible rest restaurants resulting returned "
      "reuters rise royal rule saturday scandal scientists seats seems sentence sentences separate serious "
      "seriously severe sexual shows soldier somalia source sri starting store student subject successfully "
      "summer summit supporters surpasses suspended suspends systems tax technology terms tests themselves "
      "thereby throughout towards training treatment trip truck true tuesday tv twenty type unless usually "
      "value variant victims victory vietnam vladimir walk warns watch wednesday whose winning winter word "
      "worked wrong " },
    { 4,
      "01 03 150 2018 33 34 42 48 75 800 90 abu accept acting active activist activists add added afternoon "
      "agreed airlines airstrikes alliance alone amazing analysis animals annual appears apply approval "
      "argentina arrests art asian assassination assault assistance associated attempted attempting average "
      "avoid award awards backed banned basis beijing beyond bid biden biggest block blood blue brazilian "
      "breaks bridge britain budget buildings built candidates carolina casualties catholic causes "
      "ceasefire chance channel chemical chicago choice christian citing claiming clash class collapse "
      "collapses colombia commercial completely complex condition confidence confirm consecutive "
      "conservative constitutional construction contract controversial cooperation copy corporation counter "
      "cover crime critical cuba cultural curfew customer customers damascus decades decide deep defeats "
      "demand details develop developed diplomatic direct discovery dispute disputed doctor documents "
      "dollars door doses drive driving eat ended ends enjoy ensure entering environment estimated "
      "evacuated except expect extremely failure families fbi field fifth fighters files finance finds "
      "fires firm follow formally fun georgia girls giving goal god gone google governorate greater greek "
      "growing guinea gunman guy hands happened haven headquarters helpful hi higher holding holds huge "
      "identified image impact included includes increased increases incumbent indonesian initial institute "
      "interested interior interview investigate involving isn jail jeff jerusalem jobs johnson jones "
      "journalist journalists kenya kept kidnapped lanka larger latest laws leadership learn lee "
      "legislation legislative liberation libyan limited link linked looks loss lots lower mahmoud massive "
      "match material met mike ministers minute missiles model modern mohammed mosque mostly mother moved "
      "mr music n names necessary net newspaper nigerian notice numbers occur occurred occurs ocean offices "
      "oh opened original overall paid paper particularly passed passenger passengers perfect perhaps peter "
      "philippine pick pilot placed player playing posted primary prince prior product production progress "
      "property protect putting r rally rates reached reasons receiving reduce refugees regards regime "
      "rejects representative require resign richard riot " },
    { 4,
      "safe safety save saw science scotland secret section seek seeking seem sell sense serve served "
      "serving sets settlement showing signed simply sites somali sorry sources species specific speech "
      "speed spent spokesman sports square stage stand stated status steps stock story streets successful "
      "suggest sun super sweden sworn talking tells tens terror terrorists tested theory thinking threatens "
      "thus title tour toward towns trading traffic transport tropical turned unknown v various vehicles "
      "venezuelan version view violent virginia virus wales warning waters wave ways whatever whom william "
      "willing wonderful words wouldn wounding written yemeni yourself zone " },
    { 3,
      "02 04 05 08 09 120 2019 250 36 37 38 39 41 43 44 46 47 55 600 65 700 713 72 ability absolutely "
      "academy accepted account achieve activity actor advance advice aged agent agents ahmed aimed "
      "airstrike alert alexander allowing alternative anyway anywhere apartment apparently appeals appear "
      "application appointed appointment approach approve approximately arizona arrive arrived arrives "
      "article asking asks asylum atlantic atmosphere attempts attended author awarded aware baby band "
      "banks bar bars baseball basketball beach belarus belgium ben benefit benjamin bird blast bob boko "
      "borders boston box boy breaking broken brother brown bureau businesses buying cairo cancer capacity "
      "capture career cargo carried carry cars cash category caught ceo ceremony certainly challenge "
      "changed changing charles chile choose chris christmas cia clearly clinton closes closing cnn coach "
      "cold columbia combat command commander comment committed commons communications communist "
      "competition completed concerned condemns conducted considering containing content continued "
      "controlled convoy correct costs cov created creating creation criticism crossing cruise custody cuts "
      "czech dangerous darfur daughter debate debt decade defeating degree delhi delivery delta demanding "
      "demands democrats demonstrate demonstrations demonstrators denied design designed destroy detention "
      "determine determined difference digital dinner directly discover discussed doc doctors document dog "
      "domestic dont dose double downtown drone drop drugs dry dutch easily eating effects electoral "
      "electricity eleven emirates en ending entry equipment escape essential establish established "
      "ethiopia ethnic evacuate evening eventually ex exactly expensive experts explain explained "
      "explosions express extend extra facebook faces facilities facility facing fair falls false fast "
      "favor fax fear fears feed feet festival fifa fighter figures filed filled finding fish fixed floor "
      "fly focus followed follows formal forms founder francis francisco fresh funding funds funeral g "
      "gather gay generation genocide gets gold gonna governments growth guards guess gun h hair hall "
      "happen haram heads hearing heart heat helped hezbollah historic horse host " },
    { 3,
      "hostage hot houses html humanitarian hundred husband hussein ice ideas imagine immediate immigration "
      "imposes imprisonment inc increasing individual individuals industrial influence info inquiry "
      "institutions insurgency intended interesting interim internal invasion investigating investment "
      "items j jack jean jersey jet jewish jihad jordan joseph juan jury k kashmir khan kids km knew "
      "knowledge kurdish labor laden lake landfall landing landslide lawsuit lawyer learning lebanese "
      "levels liberal lines links longest looked louisiana lunch madrid magazine maintain male mali marine "
      "markets martin massacre meaning measure meets mentioned metro michigan millions minimum mogadishu "
      "mohamed moment motion mount museum muslims myself nature nearby negative negotiations nepal newly "
      "nobel nomination nor normal northeastern numerous offered offers ohio okay olympic olympics "
      "operating opinion opportunity option options organisation originally owners package page palace "
      "panel patient patients payment peninsula pennsylvania performance personnel peru pet pfizer pictures "
      "piece pipeline planet plants played players plot plus politician politicians portugal positions "
      "possibly practice pre presence produce professor prominent prosecutors protestors provides providing "
      "purchase purpose quarantine quarter quick radio raised rape rare reading reasonable recall recorded "
      "records reform refugee refused regions regular relation relationship remaining remove removed "
      "replace replaced requested requests rescued researchers reserve resources respect respond resume "
      "returning returns revealed reviews revolution revolutionary riots rising rival roadside rock rockets "
      "roman route rude saddam saint sale sales sars satellite scale schedule scott seat seeing seized "
      "sending session shall sheikh shoot shop shopping shops shortly showed shut simple singapore singer "
      "sit size smaller software solution sort southeast speak speaker spending spoke spot spring stadium "
      "standard standing stating steve stopped studies stuff success sudanese supplies supporting supposed "
      "surface surgery surrounding suspects swedish switzerland tank target targeted targets task teams "
      "tear tensions testing thai therefore thirty thomas threatening threats ties tokyo tom tony touch "
      "tourist tourists track transportation trapped traveling treat treated treaty trust tsunami tunisia "
      "twelve " },
    { 3,
      "twice typhoon understanding unit unrest upcoming uprising urges usa vaccinated vaccination valley "
      "values van victoria visa visited visiting visits voting waiting walking wall wants wasn waste "
      "wearing weather web wedding wide widespread wing winner wish withdraw worldwide wounds writing wrote "
      "x yeah youtube zimbabwe " },
    { 2,
      "07 1999 2021 51 52 56 58 95 99 abbas abdul abdullah aboard abroad accounts acts actual adding admits "
      "admitted adults agencies airline alabama alaska aleppo allies allows ambush amidst amnesty ancient "
      "andrew animal announcement answers antonio ap apparent apple applied appoints appropriate arabian "
      "argument arrival artillery aspects assad assets assist assistant associate assume astrazeneca atomic "
      "austria awesome balance bankruptcy basic beat behavior believes benedict biontech birds birth "
      "birthday blocks bombers books bought brain brings broke burma ca cambodia cancelled cancels capable "
      "captain card cast cat cell chair challenges chancellor chapter cheap citizen closure coal code "
      "coffee collection colombian colorado comfortable commissioner communities compared concerning "
      "conduct conspiracy contest continuing controversy convention corporate corps couldn count counts "
      "crackdown crowd cyclone damaged daniel dark deadly declaration delivered denmark deployed desk "
      "destruction detected developing differences diplomats direction discussion division dogs dollar "
      "dozen draw drinking dropped dublin duty electric elements elizabeth enforcement enjoyed entered "
      "enters entertainment environmental era euro evacuation executed execution exist expansion "
      "experienced experiences explosives extended extends eye factory failing fails famous fan fans "
      "fantastic favorite feeling fell fellow ferry fields fifteen fiji finish finished finland fishing fit "
      "flash flee flood flying foot forget formed forum foundation frank gaddafi gain gang gatherings "
      "gender giant glad goals golden governing granted grounds guardian haiti handle handling harry hassan "
      "hate headed healthy helicopters helping hey highway holiday horrible hospitalized hospitals hotels "
      "humanity humans hungary hurt iii ill illinois images impose imposed imprisoned improve index "
      "indicate infected infections informed initially initiative inspired insurance interests introduce "
      "introduced islam istanbul jailed jazeera jets jim joined jong journal jr kerry kevin knows kosovo "
      "kuwait lady lands lawyers lay leads levant lifts liked limit listed lived lord loses losing louis "
      "luck mainly malaysian manchester mandate mandatory manuel mary massachusetts master medal membership "
      "memorial memory mention menu metal metropolitan microsoft midnight " },
    { 2,
      "minor minority mississippi mobile mom morocco mountain moves murders musharraf naval netanyahu niger "
      "none northeast northwest norway oblast observatory observed obviously occupation older oldest omar "
      "ontario onto orange orbit org organizations organized osama otherwise overnight oxford pair "
      "palestine papua parking participate passing path paying peaceful penalty pentagon peoples percentage "
      "permanent personally phase physical picture pirates policemen policies polish politics possibility "
      "powerful prepare prepared probe processes processing programme properly proposal prosecutor "
      "protesting provinces puerto qatar queen quote rains raise ran recommended recovered reference "
      "refuses reliable relief reopen reporting requirements residential resistance respectively resulted "
      "retired reveals rice romania rome rooms rose row runs santa scene scientific scottish secure seize "
      "selling sends serbia setting shabaab share sharon shell shia shiite ships shown sides sinks sixth "
      "sky slow sold somewhere sound southwest spacecraft speaking spend split standards stands stars "
      "starts stayed stores stories straight strategic struck structure style suffering suggests sunni "
      "supply suspension suspicion swiss sydney table tamil tanker targeting teachers technical tehran tel "
      "telling temperature temporarily temporary tennis thoughts thousand throw toronto tournament trained "
      "transfer travelling tripoli trouble truth twitter types unable unfortunately unique unity update "
      "users uses utc vaccines vatican vessel views villages violation visitors voice wake warm warned "
      "warrant watching weapon wear weekly widely windows winds wisconsin withdrawal withdraws worse write "
      "writer xvi zawahiri " },
};

const unsigned vdt_common_word_classes = sizeof vdt_common_words / sizeof *vdt_common_words;
